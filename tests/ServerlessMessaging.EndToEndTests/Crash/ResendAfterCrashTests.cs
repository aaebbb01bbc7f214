namespace ServerlessMessaging.EndToEndTests.Crash;

/// <summary>The default: what a killed process left is sent again and marked, because it may have been sent.</summary>
public sealed class ResendAfterCrashTests(ResendAfterCrashTests.Scene scene) : IClassFixture<ResendAfterCrashTests.Scene>
{
    [Theory]
    [InlineData(CrashScene.HttpBeforePost, 1)]
    [InlineData(CrashScene.QueueBeforePost, 1)]
    [InlineData(CrashScene.HttpAfterPost, 2)]
    [InlineData(CrashScene.QueueAfterPost, 2)]
    public async Task It_is_sent_once_more_and_marked(string id, int arrived)
    {
        var record = await scene.Next.RecordAsync(id, "sent");

        Assert.Equal((2, 1), (record.Json.GetProperty("attempt").GetInt32(), record.Json.GetProperty("unknownOutcomes").GetInt32()));
        Assert.Equal(arrived, await scene.ArrivedAsync(id));
    }

    [Theory]
    [InlineData(CrashScene.HttpBeforePost)]
    [InlineData(CrashScene.HttpAfterPost)]
    public void A_repeat_waits_for_the_lease_and_sends(string id)
    {
        Assert.Equal((409, "SM3006"), (scene.AtOnce[id].Status, scene.AtOnce[id].Code));
        Assert.InRange(scene.AtOnce[id].RetryAfter!.Value.TotalSeconds, 1, 17);
        Assert.Equal((200, false), (scene.AfterLease[id].Status, scene.AfterLease[id].Headers.Contains("Idempotent-Replayed")));
    }

    [Theory]
    [InlineData(CrashScene.QueueBeforePost)]
    [InlineData(CrashScene.QueueAfterPost)]
    public void A_repeat_of_what_the_queue_sent_is_answered_from_its_record(string id) =>
        Assert.Equal((200, true), (scene.AfterLease[id].Status, scene.AfterLease[id].Headers.Contains("Idempotent-Replayed")));

    [Fact]
    public async Task Nothing_is_set_aside() =>
        Assert.Empty((await scene.Next.CallAsync(HttpMethod.Get, "/api/dead-letters")).Items);

    public sealed class Scene() : CrashScene("Resend")
    {
        protected override string Rest => "sent";
    }
}
