using Azure.Core;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.EndToEndTests.StateTable;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>Queues deliver at least once: a duplicate makes no second call to Genesys and is logged.</summary>
public sealed class RepeatedMessagesTests : IAsyncLifetime
{
    private TestSystem _system = null!;

    public async ValueTask InitializeAsync() => _system = await TestSystem.StartAsync();

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Trait("Fault", "F1")]
    [Fact]
    public async Task SendQueuedMessage_DuplicateAfterTheFirst_IsDropped()
    {
        await _system.Storage.EnqueueAsync(SendRequests.WithId("twice"));
        await _system.RecordAsync("twice", "sent");

        await _system.Storage.EnqueueAsync(SendRequests.WithId("twice"));
        await _system.Log.WaitAsync(EventIds.RequestDropped);

        await _system.Storage.WaitUntilEmptyAsync("messages");
        Assert.Single(await _system.Control.PostsAsync());
        Assert.Empty(await _system.DeadLettersAsync());
    }

    [Trait("Fault", "F1")]
    [Fact]
    public async Task SendQueuedMessage_SimultaneousDuplicates_MakeOneCall()
    {
        HeldRequest[] claims = [_system.StorageGate.HoldNext(RequestMethod.Post, "/MessageRecords"), _system.StorageGate.HoldNext(RequestMethod.Post, "/MessageRecords")];
        await Task.WhenAll(_system.Storage.EnqueueAsync(SendRequests.WithId("twice")), _system.Storage.EnqueueAsync(SendRequests.WithId("twice")));
        await Task.WhenAll(claims.Select(claim => claim.ReachedAsync()));

        // Both found no record and are about to write it.
        claims[0].Release();
        await _system.RecordAsync("twice", "sent");
        claims[1].Release();
        await _system.Log.WaitAsync(EventIds.RequestDropped);

        await _system.Storage.WaitUntilEmptyAsync("messages");
        Assert.Single(await _system.Control.PostsAsync());
        Assert.Empty(_system.StorageRequests.Puts);
        Assert.Empty(await _system.DeadLettersAsync());
    }

    [Trait("Fault", "F1")]
    [Fact]
    public async Task SendQueuedMessage_DuplicateDuringTheSend_WaitsForTheLeaseAndIsDropped()
    {
        await KnownRequest.SetStateAsync(_system, KnownRequest.SendingLeased, TimeSpan.FromSeconds(3));

        await _system.Storage.EnqueueAsync(KnownRequest.Body);
        await _system.Log.WaitAsync(EventIds.RequestRequeued);
        await _system.Records.ChangeAsync(KnownRequest.Id, ("State", "sent"), ("Owner", null), ("Lease", null));
        await _system.Log.WaitAsync(EventIds.RequestDropped);

        var put = Assert.Single(_system.StorageRequests.Puts);
        Assert.Equal(("messages-deferred", null), (put.Queue, put.Attempt));
        Assert.InRange(put.Visibility.TotalSeconds, 1, 4);
        Assert.Single(await _system.Control.MessagesAsync());
    }

    [Trait("Fault", "F2")]
    [Fact]
    public async Task SendQueuedMessage_RedeliveryAfterItsOutcomeWasRecorded_IsDropped()
    {
        var messageId = await _system.Storage.EnqueueAsync(SendRequests.Text, visibleIn: TimeSpan.FromSeconds(2));
        var first = SendRequests.Text.Insert(1, $"\"id\":\"queue-{messageId}\",");
        Assert.Equal(200, (await _system.SendAsync(first)).Status);

        await _system.Log.WaitAsync(EventIds.RequestDropped);

        await _system.Storage.WaitUntilEmptyAsync("messages");
        Assert.Single(await _system.Control.PostsAsync());
    }
}
