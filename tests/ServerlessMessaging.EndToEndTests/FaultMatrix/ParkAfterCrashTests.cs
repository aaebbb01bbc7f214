using ServerlessMessaging.EndToEndTests.Crash;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>Under Park: the requests of a killed process are not sent again, and are dead letters for an operator to decide.</summary>
public sealed class ParkAfterCrashTests(ParkAfterCrashTests.Fixture fixture) : IClassFixture<ParkAfterCrashTests.Fixture>
{
    [Trait("Fault", "F2")]
    [Theory]
    [InlineData(CrashFixture.HttpAfterPost)]
    [InlineData(CrashFixture.QueueAfterPost)]
    public Task Send_KilledAfterThePost_IsADeadLetterAndNotSentAgain(string id) => AssertParkedAsync(id, arrived: 1);

    [Trait("Fault", "F3")]
    [Theory]
    [InlineData(CrashFixture.HttpBeforePost)]
    [InlineData(CrashFixture.QueueBeforePost)]
    public Task Send_KilledBeforeThePost_IsADeadLetter(string id) => AssertParkedAsync(id, arrived: 0);

    [Trait("Fault", "F2")]
    [Theory]
    [InlineData(CrashFixture.HttpBeforePost)]
    [InlineData(CrashFixture.HttpAfterPost)]
    public void SendMessage_RepeatDuringTheLease_Is409(string id) =>
        Assert.Equal((409, "SM3006"), (fixture.AtOnce[id].Status, fixture.AtOnce[id].Code));

    private async Task AssertParkedAsync(string id, int arrived)
    {
        var record = await fixture.Next.RecordAsync(id, "unknown");

        Assert.Equal((1, 1), (record.Json.GetProperty("attempt").GetInt32(), record.Json.GetProperty("unknownOutcomes").GetInt32()));
        Assert.Equal((409, "SM3007"), (fixture.AfterLease[id].Status, fixture.AfterLease[id].Code));
        Assert.Equal(arrived, await fixture.ArrivedAsync(id));
        var deadLetter = Assert.Single((await fixture.Next.CallAsync(HttpMethod.Get, $"/api/operator/dead-letters?id={id}")).Items);
        Assert.Equal("SM2204", deadLetter.GetProperty("code").GetString());
    }

    public sealed class Fixture() : CrashFixture("Park")
    {
        protected override string FinalState => "unknown";
    }
}
