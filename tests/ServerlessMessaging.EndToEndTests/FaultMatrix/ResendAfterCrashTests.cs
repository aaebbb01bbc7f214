using ServerlessMessaging.EndToEndTests.Crash;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>The default: what a killed process left is sent again and marked, because it may have been sent.</summary>
public sealed class ResendAfterCrashTests(ResendAfterCrashTests.Scene scene) : IClassFixture<ResendAfterCrashTests.Scene>
{
    [Theory]
    [InlineData(CrashFixture.HttpAfterPost)]
    [InlineData(CrashFixture.QueueAfterPost)]
    public Task F2_What_Genesys_took_without_a_record_is_sent_once_more_and_marked(string id) => AssertSentAsync(id, arrived: 2);

    [Theory]
    [InlineData(CrashFixture.HttpBeforePost)]
    [InlineData(CrashFixture.QueueBeforePost)]
    public Task F3_What_was_claimed_and_not_posted_is_sent_and_marked(string id) => AssertSentAsync(id, arrived: 1);

    [Fact]
    public void F2_A_repeat_waits_for_the_lease_and_sends() => AssertWaited(CrashFixture.HttpAfterPost);

    [Fact]
    public void F3_A_claim_ends_with_its_lease_and_a_repeat_sends() => AssertWaited(CrashFixture.HttpBeforePost);

    [Theory]
    [InlineData(CrashFixture.QueueBeforePost)]
    [InlineData(CrashFixture.QueueAfterPost)]
    public void F2_A_repeat_of_what_the_queue_sent_is_answered_from_its_record(string id) =>
        Assert.Equal((200, true), (scene.AfterLease[id].Status, scene.AfterLease[id].Headers.Contains("Idempotent-Replayed")));

    [Fact]
    public async Task F3_Nothing_is_set_aside() =>
        Assert.Empty((await scene.Next.CallAsync(HttpMethod.Get, "/api/operator/dead-letters")).Items);

    private async Task AssertSentAsync(string id, int arrived)
    {
        var record = await scene.Next.RecordAsync(id, "sent");

        Assert.Equal((2, 1), (record.Json.GetProperty("attempt").GetInt32(), record.Json.GetProperty("unknownOutcomes").GetInt32()));
        Assert.Equal(arrived, await scene.ArrivedAsync(id));
    }

    private void AssertWaited(string id)
    {
        Assert.Equal((409, "SM3006"), (scene.AtOnce[id].Status, scene.AtOnce[id].Code));
        Assert.InRange(scene.AtOnce[id].RetryAfter!.Value.TotalSeconds, 1, 17);
        Assert.Equal((200, false), (scene.AfterLease[id].Status, scene.AfterLease[id].Headers.Contains("Idempotent-Replayed")));
    }

    public sealed class Scene() : CrashFixture("Resend")
    {
        protected override string Rest => "sent";
    }
}
