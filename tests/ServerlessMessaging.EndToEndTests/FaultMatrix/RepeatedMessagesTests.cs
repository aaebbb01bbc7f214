using Azure.Core;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.EndToEndTests.StateTable;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>A queue delivers at least once: whatever comes again is one call to Genesys, and a line in the log.</summary>
public sealed class RepeatedMessagesTests : IAsyncLifetime
{
    private TestSystem _system = null!;

    public async ValueTask InitializeAsync() => _system = await TestSystem.StartAsync();

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task F1_The_same_message_one_after_the_other_is_one_call_and_the_second_is_logged()
    {
        await _system.Storage.EnqueueAsync(SendRequests.WithId("twice"));
        await _system.RecordAsync("twice", "sent");

        await _system.Storage.EnqueueAsync(SendRequests.WithId("twice"));
        await _system.Log.WaitAsync(EventIds.RequestDropped);

        await _system.Storage.WaitUntilEmptyAsync("messages");
        Assert.Single(await _system.Control.PostsAsync());
        Assert.Empty(await _system.DeadLettersAsync());
    }

    [Fact]
    public async Task F1_The_same_message_twice_at_the_same_moment_is_one_call_and_the_second_is_logged()
    {
        HeldRequest[] claims = [_system.StorageGate.HoldNext(RequestMethod.Post, "/MessageRecords"), _system.StorageGate.HoldNext(RequestMethod.Post, "/MessageRecords")];
        await Task.WhenAll(_system.Storage.EnqueueAsync(SendRequests.WithId("twice")), _system.Storage.EnqueueAsync(SendRequests.WithId("twice")));
        await Task.WhenAll(claims.Select(claim => claim.ReachedAsync()));

        // Both found no record and want to write it.
        claims[0].Release();
        await _system.RecordAsync("twice", "sent");
        claims[1].Release();
        await _system.Log.WaitAsync(EventIds.RequestDropped);

        await _system.Storage.WaitUntilEmptyAsync("messages");
        Assert.Single(await _system.Control.PostsAsync());
        Assert.Empty(_system.StorageRequests.Puts);
        Assert.Empty(await _system.DeadLettersAsync());
    }

    [Fact]
    public async Task F1_One_that_comes_while_the_other_is_being_sent_waits_for_its_lease_and_is_dropped()
    {
        await KnownRequest.BringAsync(_system, KnownRequest.SendingAlive, TimeSpan.FromSeconds(3));

        await _system.Storage.EnqueueAsync(KnownRequest.Body);
        await _system.Log.WaitAsync(EventIds.RequestRequeued);
        await _system.Records.ChangeAsync(KnownRequest.Id, ("State", "sent"), ("Owner", null), ("Lease", null));
        await _system.Log.WaitAsync(EventIds.RequestDropped);

        var put = Assert.Single(_system.StorageRequests.Puts);
        Assert.Equal(("messages-deferred", null), (put.Queue, put.Attempt));
        Assert.InRange(put.Visibility.TotalSeconds, 1, 4);
        Assert.Single(await _system.Control.MessagesAsync());
    }

    [Fact]
    public async Task F2_A_message_that_comes_again_after_its_outcome_was_recorded_is_dropped()
    {
        var messageId = await _system.Storage.EnqueueAsync(SendRequests.Text, visibleIn: TimeSpan.FromSeconds(2));
        var first = SendRequests.Text.Insert(1, $"\"id\":\"queue-{messageId}\",");
        Assert.Equal(200, (await _system.SendAsync(first)).Status);

        await _system.Log.WaitAsync(EventIds.RequestDropped);

        await _system.Storage.WaitUntilEmptyAsync("messages");
        Assert.Single(await _system.Control.PostsAsync());
    }
}
