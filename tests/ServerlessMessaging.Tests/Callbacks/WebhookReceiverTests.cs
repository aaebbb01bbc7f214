using System.Security.Cryptography;
using System.Text;
using Azure;
using ServerlessMessaging.Callbacks;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Callbacks;

public sealed class WebhookReceiverTests : IDisposable
{
    private const string Vector = Webhooks.Vector;
    private readonly ProductFixture _product = new();

    [Fact]
    public async Task ReceiveAsync_ValidSignature_QueuesTheBytesUnchanged()
    {
        Assert.Equal(ReceiveOutcome.Accepted, await _product.ReceiveAsync(Vector));

        var put = Assert.Single(_product.Callbacks());
        Assert.Equal((CallbackKind.Webhook, _product.Time.GetUtcNow(), 1, null, null), (put.Callback.Kind, put.Callback.ReceivedAt, put.Callback.Attempt, put.Callback.Flow, put.PayloadHash));
        Assert.Equal(Vector, Encoding.UTF8.GetString(put.Callback.Payload.Span));
        Assert.Equal((0.0, TimeSpan.FromSeconds(-1)), (put.Seconds, put.TimeToLive));
        Assert.Contains(EventIds.WebhookReceived, _product.Log.EventIds);
    }

    [Theory]
    [InlineData("no JSON at all")]
    [InlineData("")]
    [InlineData("\uFEFF{}\n")]
    public async Task ReceiveAsync_AnyBody_IsNotParsed(string body)
    {
        Assert.Equal(ReceiveOutcome.Accepted, await _product.ReceiveAsync(body));

        Assert.Equal(body, Encoding.UTF8.GetString(Assert.Single(_product.Callbacks()).Callback.Payload.Span));
    }

    [Fact]
    public async Task ReceiveAsync_SameWebhookTwice_QueuesBoth()
    {
        await _product.ReceiveAsync(Vector);
        await _product.ReceiveAsync(Vector);

        Assert.Equal(2, _product.Callbacks().Count);
        Assert.All(ContainerNames.All, container => Assert.Empty(_product.Blobs.Names(container)));
    }

    public static TheoryData<string?[]> MissingOrRepeatedSignatures => new() { Array.Empty<string?>(), new string?[] { null }, new[] { CallbackSteps.Sign(Vector), CallbackSteps.Sign(Vector) } };

    [Theory]
    [MemberData(nameof(MissingOrRepeatedSignatures))]
    public async Task ReceiveAsync_NotExactlyOneSignature_IsRefused(string?[] signatures)
    {
        Assert.Equal(ReceiveOutcome.Refused, await _product.ReceiveAsync(Vector, signatures));

        Assert.Empty(_product.Callbacks());
        Assert.Equal(0, _product.Vault.Lists);
        Assert.Contains("signature is missing", _product.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Fault", "F12")]
    [InlineData("sha256=nonsense", "malformed", false)]
    [InlineData("sha256=Jx6OF0M5P0lKtFZnVTQ1ariGSZWokXw7kWLZvL7kt7g=", "of no known secret", true)]
    public async Task ReceiveAsync_WrongSignature_IsRefused(string signature, string check, bool readsVault)
    {
        Assert.Equal(ReceiveOutcome.Refused, await _product.ReceiveAsync(Vector, signature));

        Assert.Empty(_product.Callbacks());
        Assert.Contains(EventIds.WebhookRefused, _product.Log.EventIds);
        Assert.Contains(check, _product.Log.Text, StringComparison.Ordinal);
        Assert.Equal(readsVault, _product.Vault.Lists + _product.Vault.Reads > 0);
    }

    [Fact]
    public async Task ReceiveAsync_VaultUnavailable_IsUnavailable()
    {
        _product.Vault.Fault = new RequestFailedException(503, "no");

        Assert.Equal(ReceiveOutcome.Unavailable, await _product.ReceiveAsync(Vector));

        Assert.Empty(_product.Callbacks());
        Assert.Contains(EventIds.WebhookNotVerified, _product.Log.EventIds);
    }

    [Fact]
    public async Task ReceiveAsync_VaultUnavailableForHours_UsesTheLastGoodSecrets()
    {
        await _product.ReceiveAsync(Vector);
        _product.Vault.Fault = new RequestFailedException(503, "no");
        _product.Time.Advance(TimeSpan.FromHours(3));

        Assert.Equal(ReceiveOutcome.Accepted, await _product.ReceiveAsync(Vector));
    }

    [Fact]
    public async Task ReceiveAsync_VaultHangs_IsUnavailableWithinSixSeconds()
    {
        _product.Vault.Gate = new TaskCompletionSource().Task;
        var receiving = _product.ReceiveAsync(Vector);

        _product.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.False(receiving.IsCompleted);
        _product.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(ReceiveOutcome.Unavailable, await receiving.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken));
        Assert.Empty(_product.Callbacks());
    }

    [Theory]
    [Trait("Fault", "F14")]
    [InlineData(1, ReceiveOutcome.Accepted, 1)]
    [InlineData(2, ReceiveOutcome.Unavailable, 0)]
    public async Task ReceiveAsync_QueueFails_TriesTwiceThenIsUnavailable(int refusals, ReceiveOutcome outcome, int messages)
    {
        await _product.ReceiveAsync("first webhook, which creates the queue");
        _product.Queues.Next(QueueNames.Callbacks);
        _product.Queues.Puts.Refuse(refusals);

        Assert.Equal(outcome, await _product.ReceiveAsync(Vector));

        Assert.Equal(messages, _product.Callbacks().Count);
        Assert.Equal(outcome == ReceiveOutcome.Unavailable, _product.Log.EventIds.Contains(EventIds.WebhookNotQueued));
    }

    [Theory]
    [InlineData(44_000, false)]
    [InlineData(46_000, true)]
    [InlineData(WebhookReceiver.MaxBodyBytes, true)]
    public async Task ReceiveAsync_BodyTooLargeForTheQueue_IsStoredInABlob(int length, bool isLarge)
    {
        var body = new string('x', length);

        await _product.ReceiveAsync(body);

        var put = Assert.Single(_product.Callbacks());
        var hash = isLarge ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body))) : null;
        Assert.Equal(hash, put.PayloadHash);
        Assert.Equal(isLarge ? [$"callbacks/{hash}"] : Array.Empty<string>(), _product.Blobs.Names(ContainerNames.Payloads));
        Assert.InRange(put.Text.Length, 1, 60_000);
        var read = await _product.Get<CallbackQueue>().ReadAsync(Encoding.UTF8.GetBytes(put.Text), TestContext.Current.CancellationToken);
        Assert.Equal(body, Encoding.UTF8.GetString(read!.Payload.Span));
    }

    [Fact]
    [Trait("Fault", "F14")]
    public async Task ReceiveAsync_BlobNotWritten_IsUnavailable()
    {
        _product.Blobs.FaultsOf(ContainerNames.Payloads).Refuse();

        Assert.Equal(ReceiveOutcome.Unavailable, await _product.ReceiveAsync(new string('x', 100_000)));

        Assert.Empty(_product.Callbacks());
    }

    [Theory]
    [InlineData("SM1007", ReceiveOutcome.Unavailable, EventIds.WebhookIncomplete)]
    [InlineData(null, ReceiveOutcome.TooLarge, EventIds.WebhookTooLarge)]
    public void Refuse_BodyNotRead_LogsTheReason(string? code, ReceiveOutcome outcome, int eventId)
    {
        var refused = code is null ? ErrorCodes.BodyTooLarge : new ErrorCode(code, 400, "cut");

        Assert.Equal(outcome, _product.Get<WebhookReceiver>().Refuse(refused));
        Assert.Contains(eventId, _product.Log.EventIds);
    }

    // What anyone can post must not fill the log; each kind is counted.
    [Theory]
    [InlineData(EventIds.WebhookRefused, null)]
    [InlineData(EventIds.WebhookRefused, "sha256=nonsense")]
    [InlineData(EventIds.WebhookRefused, "sha256=Jx6OF0M5P0lKtFZnVTQ1ariGSZWokXw7kWLZvL7kt7g=")]
    [InlineData(EventIds.WebhookTooLarge, nameof(ReceiveOutcome.TooLarge))]
    [InlineData(EventIds.WebhookIncomplete, nameof(ReceiveOutcome.Unavailable))]
    public async Task ReceiveAsync_HundredNotVerifiedInAMinute_AreTwoLines(int eventId, string? cause)
    {
        for (var number = 0; number < 100; number++)
        {
            await (eventId == EventIds.WebhookRefused ? _product.ReceiveAsync(Vector, cause is null ? [] : [cause]) : RefuseAsync());
        }

        _product.Time.Advance(BoundedLog.Interval);

        Assert.Collection(
            _product.Log.Find(eventId),
            line => Assert.Contains("(1 since the last line)", line, StringComparison.Ordinal),
            line => Assert.Contains("(99 since the last line)", line, StringComparison.Ordinal));

        Task<ReceiveOutcome> RefuseAsync() =>
            Task.FromResult(_product.Get<WebhookReceiver>().Refuse(cause == nameof(ReceiveOutcome.TooLarge) ? ErrorCodes.BodyTooLarge : new("SM1007", 400, "cut")));
    }

    [Fact]
    public async Task ReceiveAsync_HundredWithoutAVault_AreTwoLines()
    {
        _product.Vault.Fault = new RequestFailedException(503, "no");
        for (var number = 0; number < 100; number++)
        {
            await _product.ReceiveAsync(Vector);
        }

        _product.Time.Advance(BoundedLog.Interval);

        Assert.Equal(2, _product.Log.EventIds.Count(id => id == EventIds.WebhookNotVerified));
    }

    [Fact]
    public async Task ReceiveAsync_AnyOutcome_LogsNeitherSecretNorContent()
    {
        await _product.ReceiveAsync(Vector);
        await _product.ReceiveAsync(Vector, "sha256=Jx6OF0M5P0lKtFZnVTQ1ariGSZWokXw7kWLZvL7kt7g=");
        _product.Queues.Puts.Refuse();
        await _product.ReceiveAsync(Vector);

        Assert.DoesNotContain(ProductFixture.WebhookSecret, _product.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("héllo", _product.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("user-1", _product.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Jx6OF0M5", _product.Log.Text, StringComparison.Ordinal);
    }

    public void Dispose() => _product.Dispose();
}
