using System.Text;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.StateTable;

/// <summary>Deferred messages, by the state of the record: only the copy with the record's attempt is sent.</summary>
public sealed class DeferredCopyTests : IAsyncLifetime
{
    private TestSystem _system = null!;

    public async ValueTask InitializeAsync() => _system = await TestSystem.StartAsync();

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Theory]
    [InlineData("queued")]
    [InlineData("scheduled")]
    [InlineData("deferred")]
    public async Task SendDeferredMessage_CopyOfTheCurrentAttempt_IsSentAsThatAttempt(string state)
    {
        await KnownRequest.SetStateAsync(_system, state);

        await EnqueueCopyAsync(KnownRequest.Attempt);
        await _system.Log.WaitAsync(EventIds.MessageSent, times: 2);

        var record = await _system.RecordAsync(KnownRequest.Id, "sent");
        Assert.Equal((KnownRequest.Attempt, 0), (record.Json.GetProperty("attempt").GetInt32(), record.Json.GetProperty("unknownOutcomes").GetInt32()));
    }

    [Theory]
    [InlineData("queued", KnownRequest.Attempt - 1)]
    [InlineData("scheduled", KnownRequest.Attempt - 1)]
    [InlineData("deferred", KnownRequest.Attempt - 1)]
    [InlineData("failed", KnownRequest.Attempt - 1)]
    [InlineData("sent", KnownRequest.Attempt)]
    [InlineData("delivered", KnownRequest.Attempt)]
    [InlineData("cancelled", KnownRequest.Attempt)]
    [InlineData("unknown", KnownRequest.Attempt)]
    public async Task SendDeferredMessage_OutdatedCopy_IsDropped(string state, int attempt)
    {
        await KnownRequest.SetStateAsync(_system, state);
        var before = await _system.Records.ReadAsync(KnownRequest.Id);

        await EnqueueCopyAsync(attempt);
        await _system.Log.WaitAsync(EventIds.RequestDropped);

        Assert.Equal(before.ETag, (await _system.Records.ReadAsync(KnownRequest.Id)).ETag);
        Assert.Single(await _system.Control.MessagesAsync());
        Assert.Empty(await _system.DeadLettersAsync());
    }

    [Fact]
    public async Task SendDeferredMessage_OlderCopyAfterTheLease_IsSent()
    {
        await KnownRequest.SetStateAsync(_system, KnownRequest.SendingLeaseExpired);

        await EnqueueCopyAsync(KnownRequest.Attempt - 1);

        var record = await _system.RecordAsync(KnownRequest.Id, "sent");
        Assert.Equal((KnownRequest.Attempt + 1, 1), (record.Json.GetProperty("attempt").GetInt32(), record.Json.GetProperty("unknownOutcomes").GetInt32()));
    }

    [Fact]
    public async Task SendDeferredMessage_CopyDuringTheSend_IsRequeuedUntilTheLeaseEnds()
    {
        await KnownRequest.SetStateAsync(_system, KnownRequest.SendingLeased, TimeSpan.FromSeconds(2));

        await EnqueueCopyAsync(KnownRequest.Attempt);

        var record = await _system.RecordAsync(KnownRequest.Id, "sent");
        Assert.All(_system.StorageRequests.Puts, put => Assert.Equal(KnownRequest.Attempt, put.Attempt));
        Assert.NotEmpty(_system.StorageRequests.Puts);
        Assert.Equal(1, record.Json.GetProperty("unknownOutcomes").GetInt32());
        Assert.Equal(2, (await _system.Control.MessagesAsync()).Count);
    }

    [Fact]
    public async Task SendDeferredMessage_ExpiredCopy_IsADeadLetter()
    {
        await KnownRequest.SetStateAsync(_system, "deferred");

        await EnqueueCopyAsync(KnownRequest.Attempt, expiresAt: TimeProvider.System.GetUtcNow().AddSeconds(-1));
        await _system.Log.WaitAsync(EventIds.DeadLettered);

        Assert.Equal("SM3008", Assert.Single(await _system.DeadLettersAsync("?queue=messages-deferred")).GetProperty("code").GetString());
        await _system.RecordAsync(KnownRequest.Id, "failed");
        Assert.Single(await _system.Control.MessagesAsync());
    }

    [Theory]
    [InlineData("what others may write")]
    [InlineData("{}")]
    [InlineData("""{"v":2,"content":{"id":"known","attempt":3,"acceptedAt":"2026-11-01T00:00:00Z","expiresAt":"2099-11-01T00:00:00Z"},"payload":"e30="}""")]
    [InlineData("""{"v":1,"content":{"id":"../known","attempt":3,"acceptedAt":"2026-11-01T00:00:00Z","expiresAt":"2099-11-01T00:00:00Z"},"payload":"e30="}""")]
    [InlineData("""{"v":1,"content":{"id":"known","attempt":3,"acceptedAt":"2026-11-01T00:00:00Z","expiresAt":"2099-11-01T00:00:00Z"},"payloadHash":"../known"}""")]
    [InlineData("""{"v":1,"content":{"id":"known","attempt":-1,"acceptedAt":"2026-11-01T00:00:00Z","expiresAt":"2099-11-01T00:00:00Z"},"payload":"e30="}""")]
    public async Task SendDeferredMessage_InvalidEnvelope_IsADeadLetter(string text)
    {
        await _system.Storage.EnqueueAsync(text, "messages-deferred");
        await _system.Log.WaitAsync(EventIds.DeadLettered);

        var deadLetter = Assert.Single(await _system.DeadLettersAsync("?queue=messages-deferred"));
        Assert.Equal("SM4005", deadLetter.GetProperty("code").GetString());
        Assert.Empty(await _system.Control.PostsAsync());
    }

    private Task<string> EnqueueCopyAsync(int attempt, DateTimeOffset? expiresAt = null) => _system.Storage.EnqueueAsync(
        Envelope(attempt, expiresAt ?? TimeProvider.System.GetUtcNow().AddHours(1), Encoding.UTF8.GetBytes(KnownRequest.Body)), "messages-deferred");

    private static string Envelope(int attempt, DateTimeOffset expiresAt, byte[] request) =>
        $$"""{"v":1,"content":{"id":"{{KnownRequest.Id}}","attempt":{{attempt}},"acceptedAt":"{{TimeProvider.System.GetUtcNow().AddMinutes(-1):O}}","expiresAt":"{{expiresAt:O}}"},"payload":"{{Convert.ToBase64String(request)}}"}""";
}
