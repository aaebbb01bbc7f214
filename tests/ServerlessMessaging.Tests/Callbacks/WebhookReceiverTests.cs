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
    public async Task What_is_signed_lies_on_the_queue_byte_by_byte()
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
    public async Task It_reads_nothing(string body)
    {
        Assert.Equal(ReceiveOutcome.Accepted, await _product.ReceiveAsync(body));

        Assert.Equal(body, Encoding.UTF8.GetString(Assert.Single(_product.Callbacks()).Callback.Payload.Span));
    }

    [Fact]
    public async Task It_remembers_nothing()
    {
        await _product.ReceiveAsync(Vector);
        await _product.ReceiveAsync(Vector);

        Assert.Equal(2, _product.Callbacks().Count);
        Assert.All(ContainerNames.All, container => Assert.Empty(_product.Blobs.Names(container)));
    }

    public static TheoryData<string?[]> NotOneHeader => new() { Array.Empty<string?>(), new string?[] { null }, new[] { CallbackSteps.Sign(Vector), CallbackSteps.Sign(Vector) } };

    [Theory]
    [MemberData(nameof(NotOneHeader))]
    public async Task Anything_but_one_header_is_refused(string?[] signatures)
    {
        Assert.Equal(ReceiveOutcome.Refused, await _product.ReceiveAsync(Vector, signatures));

        Assert.Empty(_product.Callbacks());
        Assert.Equal(0, _product.Vault.Lists);
        Assert.Contains("signature is missing", _product.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sha256=nonsense", "malformed")]
    [InlineData("sha256=Jx6OF0M5P0lKtFZnVTQ1ariGSZWokXw7kWLZvL7kt7g=", "of no known secret")]
    public async Task A_signature_that_does_not_fit_is_refused(string signature, string check)
    {
        Assert.Equal(ReceiveOutcome.Refused, await _product.ReceiveAsync(Vector, signature));

        Assert.Empty(_product.Callbacks());
        Assert.Contains(EventIds.WebhookRefused, _product.Log.EventIds);
        Assert.Contains(check, _product.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malformed_signature_does_not_even_make_the_vault_be_asked()
    {
        await _product.ReceiveAsync(Vector, "sha256=nonsense");

        Assert.Equal((0, 0), (_product.Vault.Lists, _product.Vault.Reads));
    }

    [Fact]
    public async Task Without_the_vault_nothing_is_taken_and_Genesys_is_to_come_again()
    {
        _product.Vault.Fault = new RequestFailedException(503, "no");

        Assert.Equal(ReceiveOutcome.Unavailable, await _product.ReceiveAsync(Vector));

        Assert.Empty(_product.Callbacks());
        Assert.Contains(EventIds.WebhookNotVerified, _product.Log.EventIds);
    }

    [Fact]
    public async Task Without_the_vault_the_last_good_secrets_go_on_serving()
    {
        await _product.ReceiveAsync(Vector);
        _product.Vault.Fault = new RequestFailedException(503, "no");
        _product.Time.Advance(TimeSpan.FromHours(3));

        Assert.Equal(ReceiveOutcome.Accepted, await _product.ReceiveAsync(Vector));
    }

    [Fact]
    public async Task A_vault_that_hangs_leaves_the_queue_its_time_before_Genesys_gives_up()
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
    [InlineData(1, ReceiveOutcome.Accepted, 1)]
    [InlineData(2, ReceiveOutcome.Unavailable, 0)]
    public async Task A_queue_is_tried_twice(int refusals, ReceiveOutcome outcome, int messages)
    {
        await _product.ReceiveAsync("first, which makes the queue");
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
    public async Task What_a_queue_does_not_take_stands_in_a_blob_under_its_hash(int length, bool isLarge)
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
    public async Task A_blob_that_cannot_be_written_is_a_queue_that_cannot_be_had()
    {
        _product.Blobs.FaultsOf(ContainerNames.Payloads).Refuse();

        Assert.Equal(ReceiveOutcome.Unavailable, await _product.ReceiveAsync(new string('x', 100_000)));

        Assert.Empty(_product.Callbacks());
    }

    [Theory]
    [InlineData("SM1007", ReceiveOutcome.Unavailable, EventIds.WebhookIncomplete)]
    [InlineData(null, ReceiveOutcome.TooLarge, EventIds.WebhookTooLarge)]
    public void A_body_that_was_not_taken_is_told(string? code, ReceiveOutcome outcome, int eventId)
    {
        var refused = code is null ? ErrorCodes.BodyTooLarge : new ErrorCode(code, 400, "cut");

        Assert.Equal(outcome, _product.Get<WebhookReceiver>().Refuse(refused));
        Assert.Contains(eventId, _product.Log.EventIds);
    }

    [Fact]
    public async Task No_secret_and_nothing_of_a_body_is_ever_logged()
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
