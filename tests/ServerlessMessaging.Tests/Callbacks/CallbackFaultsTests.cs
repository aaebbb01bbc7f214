using System.Net;
using System.Text;
using ServerlessMessaging.BotFlows;
using ServerlessMessaging.Callbacks;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Callbacks;

/// <summary>Whatever fails, a callback is delivered, waits, or is set aside.</summary>
public sealed class CallbackFaultsTests : IDisposable
{
    private const int Last = 5;
    private readonly ProductFixture _product = new(ProductFixture.FlowAt("default"));

    [Theory]
    [InlineData(TableNames.EventDeliveries, 0, 1)]
    [InlineData(TableNames.RequestIndex, 0, 1)]
    [InlineData(TableNames.RequestIndex, 1, 1)]
    public async Task A_fault_of_storage_before_the_delivery_loses_nothing_and_counts_no_attempt(string table, int after, int times)
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
    public async Task A_delivery_that_is_written_down_late_is_not_repeated(int faults)
    {
        await _product.ReceiveAsync(Webhooks.Text);
        _product.Tables.FaultsOf(TableNames.EventDeliveries).Refuse(faults, after: 1);

        await _product.DeliverCallbackAsync();

        Assert.Single(_product.Flow.Received);
        Assert.Empty(_product.Callbacks());
        Assert.Equal(DeliveryState.Completed, (await _product.DeliveryAsync()).State);
    }

    [Fact]
    public async Task A_delivery_that_cannot_be_written_down_is_told_and_not_repeated_by_itself()
    {
        await _product.ReceiveAsync(Webhooks.Text);
        _product.Tables.FaultsOf(TableNames.EventDeliveries).Refuse(times: 3, after: 1);

        await _product.DeliverCallbackAsync();

        Assert.Single(_product.Flow.Received);
        Assert.Empty(_product.Callbacks());
        Assert.Contains(EventIds.CallbackNotRecorded, _product.Log.EventIds);
    }

    [Fact]
    public async Task A_copy_that_no_queue_takes_leaves_the_message_to_the_host()
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
    public async Task In_its_last_delivery_the_message_itself_goes_back_onto_the_queue()
    {
        _product.Flow.Now(HttpStatusCode.ServiceUnavailable);
        await _product.ReceiveAsync(Webhooks.Text);
        _product.Queues.Puts.Refuse(times: 2);

        await _product.DeliverCallbackAsync(Last);

        Assert.Equal((1, 30.0), (Assert.Single(_product.Callbacks()).Callback.Attempt, _product.Callbacks()[0].Seconds));
        Assert.Empty(await _product.DeadLettersAsync());
    }

    [Fact]
    public async Task A_retry_whose_record_was_not_written_leads_to_one_event()
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
    public async Task A_dead_letter_that_cannot_be_written_is_written_later()
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
    public async Task What_nobody_foresaw_is_left_to_the_host_and_then_set_aside()
    {
        _product.Flow.Now((_, _) => throw new InvalidOperationException("bug"));
        await _product.ReceiveAsync(Webhooks.Text);

        await Assert.ThrowsAsync<InvalidOperationException>(() => _product.DeliverCallbackAsync(Last - 1));
        Assert.Equal((DeliveryState.Waiting, 1), ((await _product.DeliveryAsync()).State, (await _product.DeliveryAsync()).Attempt));
        Assert.Empty(await _product.DeadLettersAsync());
        await _product.EnqueueCallbackAsync(_product.Envelope(Webhooks.Text), Last);

        Assert.Equal(("SM4006", 1), (Assert.Single(await _product.DeadLettersAsync()).Code, (await _product.DeadLettersAsync())[0].Attempts));
        Assert.Equal(DeliveryState.DeadLettered, (await _product.DeliveryAsync()).State);
    }

    [Fact]
    public async Task What_the_host_gave_up_is_set_aside_unless_it_was_done()
    {
        await _product.Get<CallbackHandler>().HandlePoisonAsync(Message(Webhooks.Text));
        Assert.Equal(("SM4006", DeliveryState.DeadLettered), (Assert.Single(await _product.DeadLettersAsync()).Code, (await _product.DeliveryAsync()).State));

        await _product.BringAsync(Webhooks.Press);
        await _product.DeliverWhenDueAsync();
        await _product.Get<CallbackHandler>().HandlePoisonAsync(Message(Webhooks.Press));

        Assert.Single(await _product.DeadLettersAsync());
        Assert.Single(_product.Flow.Received);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Last)]
    public async Task Deliver_RecordChangesEachTime_IsRequeuedAndNeverDeadLettered(int delivery)
    {
        _product.Flow.Now(HttpStatusCode.ServiceUnavailable);
        await _product.BringAsync(Webhooks.Text);
        _product.Tables.ChangeBeforeEachPut(TableNames.EventDeliveries, _product.EventId());

        await _product.DeliverCallbackAsync(delivery);

        Assert.Equal((2, 30.0), (Assert.Single(_product.Callbacks()).Callback.Attempt, _product.Callbacks()[0].Seconds));
        Assert.Empty(await _product.DeadLettersAsync());
        Assert.Single(_product.Flow.Received);
    }

    [Fact]
    public async Task Deliver_RecordOfUnknownForm_IsDeadLetteredInItsLastDelivery()
    {
        _product.Flow.Now(HttpStatusCode.ServiceUnavailable);
        await _product.BringAsync(Webhooks.Text);
        _product.Tables.SetForm(TableNames.EventDeliveries, _product.EventId(), 2);
        await Assert.ThrowsAsync<UnreadableRecordException>(() => _product.EnqueueCallbackAsync(_product.Envelope(Webhooks.Text, attempt: 2), Last - 1));

        await _product.EnqueueCallbackAsync(_product.Envelope(Webhooks.Text, attempt: 2), Last);

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
    public async Task What_is_no_envelope_of_ours_is_a_dead_letter_at_once(string text)
    {
        await _product.EnqueueCallbackAsync(text);

        Assert.Equal("SM4005", Assert.Single(await _product.DeadLettersAsync()).Code);
        Assert.Empty(_product.Flow.Received);
    }

    [Fact]
    public async Task An_unreadable_webhook_is_a_dead_letter_however_often_it_comes()
    {
        await _product.BringAsync("no JSON");
        await _product.BringAsync("no JSON");

        Assert.Equal("SM2301", Assert.Single(await _product.DeadLettersAsync()).Code);
    }

    [Fact]
    public async Task A_body_whose_blob_is_gone_is_a_dead_letter()
    {
        await _product.ReceiveAsync(new string('x', 100_000));
        _product.Blobs.Delete(ContainerNames.Payloads, Assert.Single(_product.Blobs.Names(ContainerNames.Payloads)));

        await _product.DeliverCallbackAsync();

        Assert.Equal("SM4007", Assert.Single(await _product.DeadLettersAsync()).Code);
    }

    [Theory]
    [InlineData(14, 0, false)]
    [InlineData(14, 1, true)]
    public async Task What_was_older_than_14_days_when_it_came_is_a_dead_letter(int days, int seconds, bool isTooOld)
    {
        var time = _product.Time.GetUtcNow() - TimeSpan.FromDays(days) - TimeSpan.FromSeconds(seconds);

        await _product.BringAsync(Webhooks.Change(Webhooks.Text, root => root["channel"]!["time"] = time.ToString("O")));

        Assert.Equal(isTooOld ? ["SM2302"] : [], (await _product.DeadLettersAsync()).Select(deadLetter => deadLetter.Code));
        Assert.Equal(isTooOld ? 0 : 1, _product.Flow.Received.Count);
    }

    [Fact]
    public async Task Typing_is_nobodys_event()
    {
        await _product.BringAsync(Webhooks.Typing);

        Assert.Empty(_product.Flow.Received);
        Assert.Equal((DeliveryState.Completed, true), ((await _product.DeliveryAsync()).State, _product.Log.EventIds.Contains(EventIds.WebhookIgnored)));
    }

    [Fact]
    public async Task No_word_of_a_webhook_is_ever_logged()
    {
        _product.Flow.Now(HttpStatusCode.ServiceUnavailable).Then(HttpStatusCode.Gone);
        await _product.BringAsync(Webhooks.Text);
        await _product.DeliverWhenDueAsync();
        await _product.BringAsync(Webhooks.Press);

        Assert.DoesNotContain("private words", _product.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("approve", _product.Log.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("C2FVsBQI", _product.Log.Text, StringComparison.Ordinal);
    }

    public void Dispose() => _product.Dispose();

    private Azure.Storage.Queues.Models.QueueMessage Message(string webhook) =>
        _product.Queues.Message(BinaryData.FromString(Encoding.UTF8.GetString(Envelopes.Callbacks.Write(_product.Envelope(webhook)))));
}
