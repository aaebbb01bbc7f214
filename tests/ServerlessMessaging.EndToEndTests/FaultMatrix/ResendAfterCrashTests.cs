using ServerlessMessaging.EndToEndTests.Crash;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>Under Resend: the requests of a killed process are sent again and marked, because they may have been sent.</summary>
public sealed class ResendAfterCrashTests(ResendAfterCrashTests.Fixture fixture) : IClassFixture<ResendAfterCrashTests.Fixture>
{
    [Trait("Fault", "F2")]
    [Theory]
    [InlineData(CrashFixture.HttpAfterPost)]
    [InlineData(CrashFixture.QueueAfterPost)]
    public Task Send_KilledAfterThePost_IsSentAgainAndMarked(string id) => AssertSentAsync(id, arrived: 2);

    [Trait("Fault", "F3")]
    [Theory]
    [InlineData(CrashFixture.HttpBeforePost)]
    [InlineData(CrashFixture.QueueBeforePost)]
    public Task Send_KilledBeforeThePost_IsSentAndMarked(string id) => AssertSentAsync(id, arrived: 1);

    [Trait("Fault", "F2")]
    [Fact]
    public void SendMessage_RepeatOfASendKilledAfterThePost_WaitsForTheLease() => AssertWaited(CrashFixture.HttpAfterPost);

    [Trait("Fault", "F3")]
    [Fact]
    public void SendMessage_RepeatOfASendKilledBeforeThePost_WaitsForTheLease() => AssertWaited(CrashFixture.HttpBeforePost);

    [Trait("Fault", "F2")]
    [Theory]
    [InlineData(CrashFixture.QueueBeforePost)]
    [InlineData(CrashFixture.QueueAfterPost)]
    public void SendMessage_RepeatOfAResentQueueMessage_IsReplayedFromItsRecord(string id) =>
        Assert.Equal((200, true), (fixture.AfterLease[id].Status, fixture.AfterLease[id].Headers.Contains("Idempotent-Replayed")));

    [Trait("Fault", "F3")]
    [Fact]
    public async Task ListDeadLetters_AfterAKill_IsEmpty() =>
        Assert.Empty((await fixture.Next.CallAsync(HttpMethod.Get, "/api/operator/dead-letters")).Items);

    private async Task AssertSentAsync(string id, int arrived)
    {
        var record = await fixture.Next.RecordAsync(id, "sent");

        Assert.Equal((2, 1), (record.Json.GetProperty("attempt").GetInt32(), record.Json.GetProperty("unknownOutcomes").GetInt32()));
        Assert.Equal(arrived, await fixture.ArrivedAsync(id));
    }

    private void AssertWaited(string id)
    {
        Assert.Equal((409, "SM3006"), (fixture.AtOnce[id].Status, fixture.AtOnce[id].Code));
        Assert.InRange(fixture.AtOnce[id].RetryAfter!.Value.TotalSeconds, 1, 17);
        Assert.Equal((200, false), (fixture.AfterLease[id].Status, fixture.AfterLease[id].Headers.Contains("Idempotent-Replayed")));
    }

    public sealed class Fixture() : CrashFixture("Resend")
    {
        protected override string FinalState => "sent";
    }
}
