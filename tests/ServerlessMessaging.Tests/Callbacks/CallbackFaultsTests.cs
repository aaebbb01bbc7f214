using System.Net;
using System.Text;
using ServerlessMessaging.BotFlows;
using ServerlessMessaging.Callbacks;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Callbacks;

/// <summary>Whatever fails, a callback is delivered, requeued or dead-lettered.</summary>
public sealed class CallbackFaultsTests : IDisposable
{
    private const int LastDelivery = 5;
    private readonly ProductFixture _product = new(ProductFixture.FlowAt("default"));

    [Theory]
    [InlineData(TableNames.EventDeliveries, 0, 1)]
    [InlineData(TableNames.RequestIndex, 0, 1)]
    [InlineData(TableNames.RequestIndex, 1, 1)]
    public async Task HandleAsync_StorageFailsBeforeTheDelivery_RequeuesTheSameAttempt(string table, int after, int times)
    {
        await _product.ReceiveAsync(Webhooks.Text);
        _product.Tables.FaultsOf(table).Refuse(times, after);

        await _product.DeliverCallbackAsync();

        Assert.Equal((1, 30.0), (Assert.Single(_product.Callbacks()).Callback.Attempt, _product.Callbacks()[0].Seconds));
        Assert.Empty(_product.Flow.Received);
        Assert.Contains(EventIds.CallbackStorageUnavailable, _product.Log.EventIds);
        while (_product.Callbacks().Count > 0)
        {
            await _product.DeliverWhenDueAsync();
        }

        Assert.Single(_product.Flow.Received);
        Assert.Equal(DeliveryState.Completed, (await _product.DeliveryAsync()).State);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task HandleAsync_OutcomeRecordedAtARetry_DoesNotRepeatTheDelivery(int faults)
    {
        await _product.ReceiveAsync(Webhooks.Text);
        _product.Tables.FaultsOf(TableNames.EventDeliveries).Refuse(faults, after: 1);

        await _product.DeliverCallbackAsync();

        Assert.Single(_product.Flow.Received);
        Assert.Empty(_product.Callbacks());
        Assert.Equal(DeliveryState.Completed, (await _product.DeliveryAsync()).State);
    }

    [Fact]
    public async Task HandleAsync_OutcomeNotRecorded_LogsItAndDoesNotRepeatTheDelivery()
    {
        await _product.ReceiveAsync(Webhooks.Text);
        _product.Tables.FaultsOf(TableNames.EventDeliveries).Refuse(times: 3, after: 1);

        await _product.DeliverCallbackAsync();

        Assert.Single(_product.Flow.Received);
        Assert.Empty(_product.Callbacks());
        Assert.Contains(EventIds.CallbackNotRecorded, _product.Log.EventIds);
    }

    [Fact]
    public async Task HandleAsync_CopyNotQueued_ThrowsForTheHostToRetry()
    {
        _product.Flow.Now(HttpStatusCode.ServiceUnavailable);
        await _product.ReceiveAsync(Webhooks.Text);
        _product.Queues.Puts.Refuse();

        await Assert.ThrowsAsync<Azure.RequestFailedException>(() => _product.DeliverCallbackAsync());

        Assert.Equal((DeliveryState.Waiting, 1), ((await _product.DeliveryAsync()).State, (await _product.DeliveryAsync()).Attempt));
        _product.Queues.Puts.Refuse(0);
        _product.Flow.Now(HttpStatusCode.OK);
        await _product.EnqueueCallbackAsync(_product.Envelope(Webhooks.Text), deliveries: 2);
        Assert.Equal(2, _product.Flow.Received.Count);
    }

    [Fact]
    public async Task HandleAsync_CopyNotQueuedInTheLastDelivery_RequeuesTheMessage()
    {
        _product.Flow.Now(HttpStatusCode.ServiceUnavailable);
        await _product.ReceiveAsync(Webhooks.Text);
        _product.Queues.Puts.Refuse(times: 2);

        await _product.DeliverCallbackAsync(LastDelivery);

        Assert.Equal((1, 30.0), (Assert.Single(_product.Callbacks()).Callback.Attempt, _product.Callbacks()[0].Seconds));
        Assert.Empty(await _product.DeadLettersAsync());
    }

    [Fact]
    public async Task HandleAsync_RetryNotRecorded_DeliversTheRetryOnce()
    {
        _product.Flow.Now(HttpStatusCode.ServiceUnavailable).Then(HttpStatusCode.OK);
        await _product.ReceiveAsync(Webhooks.Text);
        _product.Tables.FaultsOf(TableNames.EventDeliveries).Refuse(times: 3, after: 1);

        await _product.DeliverCallbackAsync();

        Assert.Equal([2], _product.Callbacks().Select(copy => copy.Callback.Attempt));
        while (_product.Callbacks().Count > 0)
        {
            await _product.DeliverWhenDueAsync();
        }

        Assert.Equal(2, _product.Flow.Received.Count);
    }

    [Fact]
    public async Task HandleAsync_DeadLetterNotWritten_WritesItAtTheNextDelivery()
    {
        _product.Flow.Now(HttpStatusCode.Gone);
        await _product.ReceiveAsync(Webhooks.Text);
        _product.Blobs.FaultsOf(ContainerNames.DeadLetters).Refuse(times: 1);

        await _product.DeliverCallbackAsync();
        Assert.Equal(1, Assert.Single(_product.Callbacks()).Callback.Attempt);
        await _product.DeliverWhenDueAsync();

        Assert.Equal("SM4103", Assert.Single(await _product.DeadLettersAsync()).Code);
    }

    [Fact]
    public async Task HandleAsync_UnexpectedException_DeadLettersInTheLastDelivery()
    {
        _product.Flow.Now((_, _) => throw new InvalidOperationException("bug"));
        await _product.ReceiveAsync(Webhooks.Text);

        await Assert.ThrowsAsync<InvalidOperationException>(() => _product.DeliverCallbackAsync(LastDelivery - 1));
        Assert.Equal((DeliveryState.Waiting, 1), ((await _product.DeliveryAsync()).State, (await _product.DeliveryAsync()).Attempt));
        Assert.Empty(await _product.DeadLettersAsync());
        await _product.EnqueueCallbackAsync(_product.Envelope(Webhooks.Text), LastDelivery);

        Assert.Equal(("SM4006", 1), (Assert.Single(await _product.DeadLettersAsync()).Code, (await _product.DeadLettersAsync())[0].Attempts));
        Assert.Equal(DeliveryState.DeadLettered, (await _product.DeliveryAsync()).State);
    }

    [Fact]
    public async Task HandlePoisonAsync_PoisonMessage_DeadLettersItUnlessDelivered()
    {
        await _product.Get<CallbackHandler>().HandlePoisonAsync(Message(Webhooks.Text));
        Assert.Equal(("SM4006", DeliveryState.DeadLettered), (Assert.Single(await _product.DeadLettersAsync()).Code, (await _product.DeliveryAsync()).State));

        await _product.ReceiveAndDeliverAsync(Webhooks.Press);
        await _product.DeliverWhenDueAsync();
        await _product.Get<CallbackHandler>().HandlePoisonAsync(Message(Webhooks.Press));

        Assert.Single(await _product.DeadLettersAsync());
        Assert.Single(_product.Flow.Received);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(LastDelivery)]
    public async Task HandleAsync_RecordChangesEachTime_RequeuesAndNeverDeadLetters(int delivery)
    {
        _product.Flow.Now(HttpStatusCode.ServiceUnavailable);
        await _product.ReceiveAndDeliverAsync(Webhooks.Text);
        _product.Tables.ChangeBeforeEachPut(TableNames.EventDeliveries, _product.EventId());

        await _product.DeliverCallbackAsync(delivery);

        Assert.Equal((2, 30.0), (Assert.Single(_product.Callbacks()).Callback.Attempt, _product.Callbacks()[0].Seconds));
        Assert.Empty(await _product.DeadLettersAsync());
        Assert.Single(_product.Flow.Received);
    }

    [Fact]
    public async Task HandleAsync_RecordOfUnknownVersion_DeadLettersInTheLastDelivery()
    {
        _product.Flow.Now(HttpStatusCode.ServiceUnavailable);
        await _product.ReceiveAndDeliverAsync(Webhooks.Text);
        _product.Tables.SetForm(TableNames.EventDeliveries, _product.EventId(), 2);
        await Assert.ThrowsAsync<UnreadableRecordException>(() => _product.EnqueueCallbackAsync(_product.Envelope(Webhooks.Text, attempt: 2), LastDelivery - 1));

        await _product.EnqueueCallbackAsync(_product.Envelope(Webhooks.Text, attempt: 2), LastDelivery);

        Assert.Equal(("SM4006", 2), (Assert.Single(await _product.DeadLettersAsync()).Code, (await _product.DeadLettersAsync())[0].Attempts));
        Assert.Single(_product.Flow.Received);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"v":2,"content":{"kind":"webhook","receivedAt":"2026-11-22T12:00:00Z","attempt":1},"payload":"e30="}""")]
    [InlineData("""{"v":1,"content":{"kind":"other","receivedAt":"2026-11-22T12:00:00Z","attempt":1},"payload":"e30="}""")]
    [InlineData("""{"v":1,"content":{"kind":"webhook","receivedAt":"2026-11-22T12:00:00Z","attempt":0},"payload":"e30="}""")]
    [InlineData("""{"v":1,"content":{"kind":"webhook","receivedAt":"2026-11-22T12:00:00Z","attempt":1e9999},"payload":"e30="}""")]
    [InlineData("""{"v":1,"content":{"kind":"webhook","receivedAt":"yesterday","attempt":1},"payload":"e30="}""")]
    [InlineData("""{"v":1,"content":{"kind":"webhook","receivedAt":"2026-11-22T12:00:00Z","attempt":1},"payload":"*"}""")]
    [InlineData("""{"v":1,"content":{"kind":"webhook","receivedAt":"2026-11-22T12:00:00Z","attempt":1},"payloadHash":"../../dead-letters/r-1"}""")]
    [InlineData("""{"v":1,"content":{"kind":"webhook","receivedAt":"2026-11-22T12:00:00Z","attempt":1,"flow":7},"payload":"e30="}""")]
    [InlineData("""{"v":1,"content":{"kind":"send","receivedAt":"2026-11-22T12:00:00Z","attempt":1},"payload":"bm90IEpTT04="}""")]
    [InlineData("""{"v":1,"content":{"kind":"send","receivedAt":"2026-11-22T12:00:00Z","attempt":1},"payload":"bnVsbA=="}""")]
    [InlineData("""{"v":1,"content":{"kind":"send","receivedAt":"2026-11-22T12:00:00Z","attempt":1},"payload":"e30="}""")]
    public async Task HandleAsync_InvalidEnvelope_DeadLettersAtOnce(string text)
    {
        await _product.EnqueueCallbackAsync(text);

        Assert.Equal("SM4005", Assert.Single(await _product.DeadLettersAsync()).Code);
        Assert.Empty(_product.Flow.Received);
    }

    [Fact]
    public async Task HandleAsync_UnreadableWebhookTwice_WritesOneDeadLetter()
    {
        await _product.ReceiveAndDeliverAsync("no JSON");
        await _product.ReceiveAndDeliverAsync("no JSON");

        Assert.Equal("SM2301", Assert.Single(await _product.DeadLettersAsync()).Code);
    }

    [Fact]
    public async Task HandleAsync_PayloadBlobMissing_DeadLetters()
    {
        await _product.ReceiveAsync(new string('x', 100_000));
        _product.Blobs.Delete(ContainerNames.Payloads, Assert.Single(_product.Blobs.Names(ContainerNames.Payloads)));

        await _product.DeliverCallbackAsync();

        Assert.Equal("SM4007", Assert.Single(await _product.DeadLettersAsync()).Code);
    }

    [Theory]
    [InlineData(14, 0, false)]
    [InlineData(14, 1, true)]
    public async Task HandleAsync_WebhookOlderThan14Days_DeadLetters(int days, int seconds, bool isTooOld)
    {
        var time = _product.Time.GetUtcNow() - TimeSpan.FromDays(days) - TimeSpan.FromSeconds(seconds);

        await _product.ReceiveAndDeliverAsync(Webhooks.Change(Webhooks.Text, root => root["channel"]!["time"] = time.ToString("O")));

        Assert.Equal(isTooOld ? ["SM2302"] : [], (await _product.DeadLettersAsync()).Select(deadLetter => deadLetter.Code));
        Assert.Equal(isTooOld ? 0 : 1, _product.Flow.Received.Count);
    }

    [Fact]
    public async Task HandleAsync_TypingIndicator_CompletesWithoutAnEvent()
    {
        await _product.ReceiveAndDeliverAsync(Webhooks.Typing);

        Assert.Empty(_product.Flow.Received);
        Assert.Equal((DeliveryState.Completed, true), ((await _product.DeliveryAsync()).State, _product.Log.EventIds.Contains(EventIds.WebhookIgnored)));
    }

    [Fact]
    public async Task HandleAsync_AnyWebhook_LogsNothingOfItsContent()
    {
        _product.Flow.Now(HttpStatusCode.ServiceUnavailable).Then(HttpStatusCode.Gone);
        await _product.ReceiveAndDeliverAsync(Webhooks.Text);
        await _product.DeliverWhenDueAsync();
        await _product.ReceiveAndDeliverAsync(Webhooks.Press);

        Assert.DoesNotContain("private words", _product.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("approve", _product.Log.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("C2FVsBQI", _product.Log.Text, StringComparison.Ordinal);
    }

    public void Dispose() => _product.Dispose();

    private Azure.Storage.Queues.Models.QueueMessage Message(string webhook) =>
        _product.Queues.Message(BinaryData.FromString(Encoding.UTF8.GetString(Envelopes.Callbacks.Write(_product.Envelope(webhook)))));
}
