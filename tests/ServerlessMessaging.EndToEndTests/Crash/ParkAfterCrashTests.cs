namespace ServerlessMessaging.EndToEndTests.Crash;

/// <summary>Under Park: what a killed process left is never sent by itself, and waits as a dead letter for somebody to decide.</summary>
public sealed class ParkAfterCrashTests(ParkAfterCrashTests.Scene scene) : IClassFixture<ParkAfterCrashTests.Scene>
{
    [Theory]
    [InlineData(CrashScene.HttpBeforePost, 0)]
    [InlineData(CrashScene.QueueBeforePost, 0)]
    [InlineData(CrashScene.HttpAfterPost, 1)]
    [InlineData(CrashScene.QueueAfterPost, 1)]
    public async Task It_is_not_sent_again_and_a_dead_letter(string id, int arrived)
    {
        var record = await scene.Next.RecordAsync(id, "unknown");

        Assert.Equal((1, 1), (record.Json.GetProperty("attempt").GetInt32(), record.Json.GetProperty("unknownOutcomes").GetInt32()));
        Assert.Equal((409, "SM3007"), (scene.AfterLease[id].Status, scene.AfterLease[id].Code));
        Assert.Equal(arrived, await scene.ArrivedAsync(id));
        var letter = Assert.Single((await scene.Next.CallAsync(HttpMethod.Get, $"/api/dead-letters?id={id}")).Items);
        Assert.Equal("SM2204", letter.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData(CrashScene.HttpBeforePost)]
    [InlineData(CrashScene.HttpAfterPost)]
    public void A_repeat_waits_for_the_lease(string id) =>
        Assert.Equal((409, "SM3006"), (scene.AtOnce[id].Status, scene.AtOnce[id].Code));

    public sealed class Scene() : CrashScene("Park")
    {
        protected override string Rest => "unknown";
    }
}
