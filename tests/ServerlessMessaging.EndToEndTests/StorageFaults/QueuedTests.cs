using Azure.Core;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.EndToEndTests.StateTable;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.StorageFaults;

/// <summary>Queued messages are not lost when the storage account refuses a request.</summary>
public sealed class QueuedTests : IAsyncLifetime
{
    private const string Records = "/MessageRecords";
    private const string DeferredMessages = "/messages-deferred/messages";
    private const string DeadLetters = "/dead-letters/";

    private TestSystem _system = null!;

    public async ValueTask InitializeAsync() => _system = await TestSystem.StartAsync(("Genesys:MaxRetries", "0"));

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task SendQueuedMessage_RecordNotWritten_IsDeliveredAgain()
    {
        _system.StorageGate.RefuseNext(RequestMethod.Post, Records);

        await _system.Storage.EnqueueAsync(SendRequests.WithId("again"));

        await _system.RecordAsync("again", "sent");
        Assert.Single(await _system.Control.PostsAsync());
        Assert.Contains(EventIds.RequestRequeued, _system.Log.EventIds);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task SendQueuedMessage_NotDeferred_IsDeliveredAgain(int refusals)
    {
        await _system.Control.FaultAsync(new { match = "POST /api/v2/openmessaging/", status = 503 });
        _system.StorageGate.RefuseNext(RequestMethod.Post, DeferredMessages, refusals);

        await _system.Storage.EnqueueAsync(SendRequests.WithId("again"));

        var record = await _system.RecordAsync("again", "sent");
        Assert.Single(record.Json.GetProperty("failures").EnumerateArray());
        Assert.Single(await _system.Control.MessagesAsync());
        Assert.Contains(EventIds.QueueUnavailable, _system.Log.EventIds);
    }

    [Fact]
    public async Task SendDeferredMessage_NotDeferredAgain_IsDeliveredAgain()
    {
        await _system.Control.FaultAsync(new { match = "POST /api/v2/openmessaging/", status = 503, times = 2 });
        var held = _system.StorageGate.HoldNext(RequestMethod.Post, DeferredMessages);
        await _system.Storage.EnqueueAsync(SendRequests.WithId("again"));
        await held.ReachedAsync();
        _system.StorageGate.RefuseNext(RequestMethod.Post, DeferredMessages);
        held.Release();

        var record = await _system.RecordAsync("again", "sent");

        Assert.Equal(2, record.Json.GetProperty("failures").GetArrayLength());
        Assert.Single(await _system.Control.MessagesAsync());
    }

    [Fact]
    public async Task SendQueuedMessage_DeadLetterNotWritten_IsDeliveredAgain()
    {
        _system.StorageGate.RefuseNext(RequestMethod.Put, DeadLetters);

        await _system.Storage.EnqueueAsync("this is no JSON");
        await _system.Log.WaitAsync(EventIds.DeadLettered);

        Assert.Single(await _system.DeadLettersAsync());
    }

    [Fact]
    public async Task SendQueuedMessage_DeadLetterOfAParkedRequestNotWritten_IsWrittenLater()
    {
        await using var system = await TestSystem.StartAsync(("Records:OnUnknownOutcome", "Park"));
        await system.SendAsync(SendRequests.WithId("parked"));
        await system.Records.ChangeAsync("parked", ("State", "sending"), ("Owner", "gone"), ("Lease", KnownRequest.ExpiredLease));
        system.StorageGate.RefuseNext(RequestMethod.Put, DeadLetters);

        await system.Storage.EnqueueAsync(SendRequests.WithId("parked"));

        await system.Log.WaitAsync(EventIds.DeadLettered);
        await system.RecordAsync("parked", "unknown");
        Assert.Equal("SM2204", Assert.Single(await system.DeadLettersAsync()).GetProperty("code").GetString());
        Assert.Single(await system.Control.MessagesAsync());
    }

    [Fact]
    public async Task SendQueuedMessage_EveryDeliveryFailed_BecomesADeadLetterThatCanBeReplayed()
    {
        _system.StorageGate.RefuseNext(RequestMethod.Post, Records, times: 5);
        _system.StorageGate.RefuseNext(RequestMethod.Post, DeferredMessages, times: 5);

        await _system.Storage.EnqueueAsync(SendRequests.WithId("failing"));
        await _system.Log.WaitAsync(EventIds.DeadLettered);

        var deadLetter = Assert.Single(await _system.DeadLettersAsync());
        Assert.Equal(("SM4006", "failing"), (deadLetter.GetProperty("code").GetString(), deadLetter.GetProperty("id").GetString()));
        Assert.Equal(0, await _system.Storage.CountAsync("messages-poison"));
        await _system.PostAsync("/api/operator/dead-letters/replay?id=failing", string.Empty);
        await _system.RecordAsync("failing", "sent");
        Assert.Single(await _system.Control.MessagesAsync());
    }

    [Fact]
    public async Task SendDeferredMessage_EveryDeliveryFailed_IsRequeued()
    {
        Assert.Equal(202, (await _system.SendAsync(SendRequests.WithId("waits"), ("Prefer", "respond-async"))).Status);
        await _system.RecordAsync("waits", "sent");
        await _system.Records.ChangeAsync("waits", ("State", "deferred"));
        _system.StorageGate.RefuseNext(RequestMethod.Put, Records, times: 5);
        _system.StorageGate.RefuseNext(RequestMethod.Post, DeferredMessages, times: 5);

        await _system.Storage.EnqueueAsync(_system.StorageRequests.Puts[0].Text, "messages-deferred");

        await _system.Log.WaitAsync(EventIds.LastDeliveryFailed);
        await _system.RecordAsync("waits", "sent");
        Assert.Empty(await _system.DeadLettersAsync());
        Assert.Equal(2, (await _system.Control.MessagesAsync()).Count);
    }
}
