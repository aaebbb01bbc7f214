using Azure.Core;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Deferral;

/// <summary>Genesys' answer to a queued message is lost: sent again and marked, or parked until somebody decides.</summary>
public sealed class UnknownOutcomeTests
{
    private static readonly object CutAfter = new { match = "POST /api/v2/openmessaging/", dropConnection = true, when = "after" };

    [Fact]
    public async Task By_default_it_is_sent_again_and_marked()
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
    public async Task It_is_marked_too_where_only_its_copy_can_tell()
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
    public async Task Under_Park_it_is_a_dead_letter_that_only_force_sends()
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
    public async Task Under_Park_a_callers_lost_one_is_a_dead_letter_too_that_only_force_sends()
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
    public async Task A_parked_one_that_is_dropped_again_stays_parked()
    {
        await using var system = await TestSystem.StartAsync(("Records:OnUnknownOutcome", "Park"));
        await system.Control.FaultAsync(CutAfter);
        await system.Storage.EnqueueAsync(SendRequests.WithId("lost"));
        await system.RecordAsync("lost", "unknown");

        await system.Storage.EnqueueAsync(SendRequests.WithId("lost"));
        await system.Log.WaitAsync(EventIds.RequestDropped);

        Assert.Single(await system.Control.MessagesAsync());
        Assert.Single(await system.DeadLettersAsync());
        Assert.Equal("unknown", (await system.GetAsync("/api/messages/lost")).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task What_cannot_be_sent_again_in_its_time_stays_unknown()
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
