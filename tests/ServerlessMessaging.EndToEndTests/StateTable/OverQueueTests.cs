using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.StateTable;

/// <summary>A request that is queued again, by the state of its record.</summary>
public sealed class OverQueueTests : IAsyncLifetime
{
    private TestSystem _system = null!;

    public async ValueTask InitializeAsync() => _system = await TestSystem.StartAsync();

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Theory]
    [InlineData("queued", false)]
    [InlineData("failed", false)]
    [InlineData("failed", true)]
    public async Task SendQueuedMessage_QueuedOrFailedRequest_IsSent(string state, bool another)
    {
        await KnownRequest.SetStateAsync(_system, state);

        await _system.Storage.EnqueueAsync(another ? KnownRequest.PayloadMismatch : KnownRequest.Body);
        await _system.Log.WaitAsync(EventIds.MessageSent, times: 2);

        var record = await _system.RecordAsync(KnownRequest.Id, "sent");
        Assert.Equal(KnownRequest.Attempt + 1, record.Json.GetProperty("attempt").GetInt32());
        Assert.Equal(another, (await _system.Control.MessagesAsync())[^1].ToString().Contains("Goodbye", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("scheduled")]
    [InlineData("deferred")]
    [InlineData("sent")]
    [InlineData("delivered")]
    [InlineData("cancelled")]
    [InlineData("unknown")]
    public async Task SendQueuedMessage_WaitingOrFinishedRequest_IsDropped(string state)
    {
        await KnownRequest.SetStateAsync(_system, state);
        var before = await _system.Records.ReadAsync(KnownRequest.Id);

        await _system.Storage.EnqueueAsync(KnownRequest.Body);
        await _system.Log.WaitAsync(EventIds.RequestDropped);

        Assert.Equal(before.ETag, (await _system.Records.ReadAsync(KnownRequest.Id)).ETag);
        await _system.Storage.WaitUntilEmptyAsync("messages");
        Assert.Empty(_system.StorageRequests.Puts);
        Assert.Empty(await _system.DeadLettersAsync());
        Assert.Single(await _system.Control.MessagesAsync());
    }

    [Fact]
    public async Task SendQueuedMessage_SendingRequest_IsSentAfterTheLeaseAndMarked()
    {
        await KnownRequest.SetStateAsync(_system, KnownRequest.SendingLeased, TimeSpan.FromSeconds(2));

        await _system.Storage.EnqueueAsync(KnownRequest.Body);

        var record = await _system.RecordAsync(KnownRequest.Id, "sent");
        Assert.Equal((KnownRequest.Attempt + 1, 1), (record.Json.GetProperty("attempt").GetInt32(), record.Json.GetProperty("unknownOutcomes").GetInt32()));
        Assert.Contains(EventIds.RequestRequeued, _system.Log.EventIds);
        Assert.Equal(2, (await _system.Control.MessagesAsync()).Count);
    }

    [Fact]
    public async Task SendQueuedMessage_LeaseExpiredUnderPark_IsADeadLetter()
    {
        await using var system = await TestSystem.StartAsync(("Records:OnUnknownOutcome", "Park"));
        await KnownRequest.SetStateAsync(system, KnownRequest.SendingLeaseExpired);

        await system.Storage.EnqueueAsync(KnownRequest.Body);
        await system.Log.WaitAsync(EventIds.DeadLettered);

        var deadLetter = Assert.Single(await system.DeadLettersAsync());
        Assert.Equal(("SM2204", KnownRequest.Id), (deadLetter.GetProperty("code").GetString(), deadLetter.GetProperty("id").GetString()));
        Assert.Equal(("unknown", 1), ((await system.Records.ReadAsync(KnownRequest.Id)).GetString("State"), (await system.Records.ReadAsync(KnownRequest.Id)).GetInt32("UnknownOutcomes")));
        Assert.Single(await system.Control.MessagesAsync());
    }

    [Theory]
    [MemberData(nameof(OverHttpTests.StatesButFailed), MemberType = typeof(OverHttpTests))]
    public async Task SendQueuedMessage_AnotherBody_IsADeadLetterUnlessFailed(string state)
    {
        await KnownRequest.SetStateAsync(_system, state);
        var before = await _system.Records.ReadAsync(KnownRequest.Id);

        await _system.Storage.EnqueueAsync(KnownRequest.PayloadMismatch);
        await _system.Log.WaitAsync(EventIds.DeadLettered);

        var deadLetter = Assert.Single(await _system.DeadLettersAsync());
        Assert.Equal(("SM3005", "messages", KnownRequest.Id), (deadLetter.GetProperty("code").GetString(), deadLetter.GetProperty("queue").GetString(), deadLetter.GetProperty("id").GetString()));
        Assert.Equal(before.ETag, (await _system.Records.ReadAsync(KnownRequest.Id)).ETag);
        Assert.Single(await _system.Control.MessagesAsync());
    }
}
