using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.EndToEndTests.StateTable;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>Bodies too large for a queue are in a blob; without its blob a message is a dead letter.</summary>
[Trait("Fault", "F15")]
public sealed class LargeBodiesTests : IAsyncLifetime
{
    private static readonly string Missing = new('a', 64);

    private TestSystem _system = null!;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async ValueTask InitializeAsync() => _system = await TestSystem.StartAsync();

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task SendMessage_BodyTooLargeForAQueue_ArrivesThroughABlob()
    {
        await _system.SendAsync(LargeRequests.Carousel("large", '漢', 2048, 200 * 1024), ("Prefer", "respond-async"));
        await _system.RecordAsync("large", "sent");

        Assert.StartsWith("messages-deferred/large/", Assert.Single(await _system.Storage.BlobsAsync("payloads")), StringComparison.Ordinal);
        Assert.InRange(Assert.Single(_system.StorageRequests.Puts).Text.Length, 1, 1000);
        var message = Assert.Single(await _system.Control.MessagesAsync());
        Assert.Equal(30, message.GetProperty("content").ToString().Split(new string('漢', 2048)).Length - 1);
    }

    [Fact]
    public async Task SendDeferredMessage_BlobMissing_FailsTheRequest()
    {
        await KnownRequest.SetStateAsync(_system, "deferred");

        await _system.Storage.EnqueueAsync($$"""{"v":1,"content":{"id":"{{KnownRequest.Id}}","attempt":{{KnownRequest.Attempt}},"acceptedAt":"{{Now.AddMinutes(-1):O}}","expiresAt":"{{Now.AddHours(1):O}}"},"payloadHash":"{{Missing}}"}""", "messages-deferred");
        await _system.Log.WaitAsync(EventIds.DeadLettered);

        var deadLetter = Assert.Single(await _system.DeadLettersAsync());
        Assert.Equal(("SM4007", KnownRequest.Id), (deadLetter.GetProperty("code").GetString(), deadLetter.GetProperty("id").GetString()));
        Assert.NotEmpty(deadLetter.GetProperty("reason").GetString()!);
        await _system.RecordAsync(KnownRequest.Id, "failed");
    }

    [Fact]
    public async Task DeliverCallback_BlobMissing_BecomesADeadLetter()
    {
        await _system.Storage.EnqueueAsync($$"""{"v":1,"content":{"kind":"webhook","receivedAt":"{{Now:O}}","attempt":1},"payloadHash":"{{Missing}}"}""", QueueNames.Callbacks);
        await _system.Log.WaitAsync(EventIds.DeadLettered);

        var deadLetter = Assert.Single(await _system.DeadLettersAsync());
        Assert.Equal((QueueNames.Callbacks, "SM4007"), (deadLetter.GetProperty("queue").GetString(), deadLetter.GetProperty("code").GetString()));
        Assert.NotEmpty(deadLetter.GetProperty("reason").GetString()!);
    }
}
