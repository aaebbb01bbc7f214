using Azure.Core;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Deferral;

/// <summary>The response of Genesys is lost: the message is sent again and marked, or parked until an operator decides.</summary>
public sealed class UnknownOutcomeTests
{
    private static readonly object CutAfter = new { match = "POST /api/v2/openmessaging/", dropConnection = true, when = "after" };

    [Fact]
    public async Task SendQueuedMessage_LostResponseUnderResend_IsSentAgainAndMarked()
    {
        await using var system = await TestSystem.StartAsync();
        await system.Control.FaultAsync(CutAfter);

        await system.Storage.EnqueueAsync(SendRequests.WithId("lost"));

        var record = await system.RecordAsync("lost", "sent");
        Assert.Equal((2, 1), (record.Json.GetProperty("attempt").GetInt32(), record.Json.GetProperty("unknownOutcomes").GetInt32()));
        Assert.Equal(2, (await system.Control.MessagesAsync()).Count);
        Assert.Empty(await system.DeadLettersAsync());
    }

    [Fact]
    public async Task SendQueuedMessage_LostResponseNotRecorded_IsMarkedByItsCopy()
    {
        await using var system = await TestSystem.StartAsync();
        await system.Control.FaultAsync(CutAfter);
        system.StorageGate.RefuseNext(RequestMethod.Put, "RowKey='lost'", times: 3);

        await system.Storage.EnqueueAsync(SendRequests.WithId("lost"));

        var record = await system.RecordAsync("lost", "sent");
        Assert.Equal((2, 1), (record.Json.GetProperty("attempt").GetInt32(), record.Json.GetProperty("unknownOutcomes").GetInt32()));
        Assert.Equal(2, (await system.Control.MessagesAsync()).Count);
        Assert.Contains(EventIds.OutcomeNotRecorded, system.Log.EventIds);
    }

    [Fact]
    public async Task SendQueuedMessage_LostResponseUnderPark_IsReplayedOnlyWithForce()
    {
        await using var system = await TestSystem.StartAsync(("Records:OnUnknownOutcome", "Park"));
        await system.Control.FaultAsync(CutAfter);
        await system.Storage.EnqueueAsync(SendRequests.WithId("lost"));

        await system.RecordAsync("lost", "unknown");
        var deadLetter = Assert.Single(await system.DeadLettersAsync("?id=lost"));
        Assert.Equal(("SM2204", 1), (deadLetter.GetProperty("code").GetString(), deadLetter.GetProperty("attempts").GetInt32()));
        Assert.Equal("parked", await ReplayAsync(system, "id=lost"));
        Assert.Single(await system.DeadLettersAsync());

        Assert.Equal("replayed", await ReplayAsync(system, "id=lost&force=true"));

        var record = await system.RecordAsync("lost", "sent");
        Assert.Equal((2, 1), (record.Json.GetProperty("attempt").GetInt32(), record.Json.GetProperty("unknownOutcomes").GetInt32()));
        Assert.Equal(2, (await system.Control.MessagesAsync()).Count);
        Assert.Empty(await system.DeadLettersAsync());
    }

    [Fact]
    public async Task SendMessage_LostResponseUnderPark_IsReplayedOnlyWithForce()
    {
        await using var system = await TestSystem.StartAsync(("Records:OnUnknownOutcome", "Park"));
        await system.Control.FaultAsync(CutAfter);
        Assert.Equal(504, (await system.SendAsync(SendRequests.WithId("lost"))).Status);

        Assert.Equal("parked", await ReplayAsync(system, "code=SM2204"));
        Assert.Equal("replayed", await ReplayAsync(system, "code=SM2204&force=true"));

        await system.RecordAsync("lost", "sent");
        Assert.Equal(2, (await system.Control.MessagesAsync()).Count);
        Assert.Empty(await system.DeadLettersAsync());
    }

    [Fact]
    public async Task SendMessage_NoTimeToResend_StaysUnknown()
    {
        await using var system = await TestSystem.StartAsync(("Sending:FirstDeferral", "00:10:00"), ("Sending:MaxDeferral", "00:10:00"));
        await system.Control.FaultAsync(CutAfter);

        var response = await system.SendAsync(SendRequests.WithId("lost", $"\"expiresAt\":\"{TimeProvider.System.GetUtcNow().AddMinutes(5):O}\""));

        Assert.Equal((504, "SM2204"), (response.Status, response.Code));
        var record = (await system.GetAsync("/api/messages/lost")).Json;
        Assert.Equal(("unknown", 1), (record.GetProperty("status").GetString(), record.GetProperty("unknownOutcomes").GetInt32()));
    }

    private static async Task<string?> ReplayAsync(TestSystem system, string query) =>
        Assert.Single((await system.PostAsync($"/api/operator/dead-letters/replay?{query}", string.Empty)).Json.GetProperty("items").EnumerateArray()).GetProperty("outcome").GetString();
}
