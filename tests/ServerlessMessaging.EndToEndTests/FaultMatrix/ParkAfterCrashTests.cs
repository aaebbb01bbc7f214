using ServerlessMessaging.EndToEndTests.Crash;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>Under Park: what a killed process left is never sent by itself, and waits as a dead letter for somebody to decide.</summary>
public sealed class ParkAfterCrashTests(ParkAfterCrashTests.Scene scene) : IClassFixture<ParkAfterCrashTests.Scene>
{
    [Theory]
    [InlineData(CrashFixture.HttpAfterPost)]
    [InlineData(CrashFixture.QueueAfterPost)]
    public Task F2_What_Genesys_took_without_a_record_is_not_sent_again_and_a_dead_letter(string id) => AssertParkedAsync(id, arrived: 1);

    [Theory]
    [InlineData(CrashFixture.HttpBeforePost)]
    [InlineData(CrashFixture.QueueBeforePost)]
    public Task F3_What_was_claimed_and_not_posted_is_not_lost_but_a_dead_letter(string id) => AssertParkedAsync(id, arrived: 0);

    [Theory]
    [InlineData(CrashFixture.HttpBeforePost)]
    [InlineData(CrashFixture.HttpAfterPost)]
    public void F2_A_repeat_waits_for_the_lease(string id) =>
        Assert.Equal((409, "SM3006"), (scene.AtOnce[id].Status, scene.AtOnce[id].Code));

    private async Task AssertParkedAsync(string id, int arrived)
    {
        var record = await scene.Next.RecordAsync(id, "unknown");

        Assert.Equal((1, 1), (record.Json.GetProperty("attempt").GetInt32(), record.Json.GetProperty("unknownOutcomes").GetInt32()));
        Assert.Equal((409, "SM3007"), (scene.AfterLease[id].Status, scene.AfterLease[id].Code));
        Assert.Equal(arrived, await scene.ArrivedAsync(id));
        var deadLetter = Assert.Single((await scene.Next.CallAsync(HttpMethod.Get, $"/api/operator/dead-letters?id={id}")).Items);
        Assert.Equal("SM2204", deadLetter.GetProperty("code").GetString());
    }

    public sealed class Scene() : CrashFixture("Park")
    {
        protected override string Rest => "unknown";
    }
}
