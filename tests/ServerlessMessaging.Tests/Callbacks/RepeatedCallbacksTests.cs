using System.Net;
using ServerlessMessaging.BotFlows;
using ServerlessMessaging.Callbacks;
using ServerlessMessaging.Shutdown;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Callbacks;

/// <summary>A callback is delivered twice, while another process works on it, or while the host stops.</summary>
public sealed class RepeatedCallbacksTests : IDisposable
{
    private readonly ProductFixture _product = new(ProductFixture.FlowAt("default"));

    [Fact]
    [Trait("Fault", "F13")]
    public async Task HandleAsync_SameWebhookSixTimes_DeliversOneEvent()
    {
        for (var time = 0; time < 6; time++)
        {
            await _product.ReceiveAndDeliverAsync(Webhooks.Text);
            _product.Time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Single(_product.Flow.Received);
        Assert.Empty(_product.Callbacks());
        Assert.Equal(5, _product.Log.EventIds.Count(id => id == EventIds.CallbackDropped));
    }

    [Fact]
    [Trait("Fault", "F13")]
    public async Task HandleAsync_SameWebhookSixTimesAtOnce_DeliversOneEvent()
    {
        var gate = new TaskCompletionSource<HttpResponseMessage>();
        _product.Flow.Now((_, _) => gate.Task);
        var first = _product.ReceiveAndDeliverAsync(Webhooks.Text);
        for (var time = 0; time < 5; time++)
        {
            await _product.EnqueueCallbackAsync(_product.Envelope(Webhooks.Text));
        }

        Assert.All(_product.Callbacks(), copy => Assert.Equal((1, 60.0), (copy.Callback.Attempt, copy.Seconds)));
        gate.SetResult(new HttpResponseMessage(HttpStatusCode.OK));
        await first;
        while (_product.Callbacks().Count > 0)
        {
            await _product.DeliverWhenDueAsync();
        }

        Assert.Single(_product.Flow.Received);
    }

    [Fact]
    public async Task HandleAsync_CopyOfAnEarlierAttempt_IsDropped()
    {
        _product.Flow.Now(HttpStatusCode.ServiceUnavailable);
        await _product.ReceiveAndDeliverAsync(Webhooks.Text);

        await _product.EnqueueCallbackAsync(_product.Envelope(Webhooks.Text));

        Assert.Single(_product.Flow.Received);
        Assert.Equal(2, Assert.Single(_product.Callbacks()).Callback.Attempt);
        Assert.Contains(EventIds.CallbackDropped, _product.Log.EventIds);
    }

    [Theory]
    [InlineData(0, 60)]
    [InlineData(20.5, 40)]
    [InlineData(59.9, 1)]
    public async Task HandleAsync_DeliveryInProgress_RequeuesUntilTheLeaseEnds(double passed, double left)
    {
        await ClaimAndAbandonAsync();
        _product.Time.Advance(TimeSpan.FromSeconds(passed));

        await _product.EnqueueCallbackAsync(_product.Envelope(Webhooks.Text));

        Assert.Equal((1, left), (Assert.Single(_product.Callbacks()).Callback.Attempt, _product.Callbacks()[0].Seconds));
        Assert.Empty(_product.Flow.Received);
        await _product.DeliverWhenDueAsync();
        Assert.Single(_product.Flow.Received);
    }

    [Fact]
    public async Task HandleAsync_ProcessDiedDuringTheDelivery_DeliversAgainUnderTheSameId()
    {
        _product.Flow.Now((_, _) => throw new InvalidOperationException("bug"));
        await _product.ReceiveAsync(Webhooks.Text);
        // Its claim is written, its release is not, as if the process had ended.
        _product.Tables.FaultsOf(TableNames.EventDeliveries).Refuse(times: 3, after: 1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => _product.DeliverCallbackAsync());
        Assert.Equal(DeliveryState.Delivering, (await _product.DeliveryAsync()).State);
        _product.Flow.Now(HttpStatusCode.OK);

        await _product.EnqueueCallbackAsync(_product.Envelope(Webhooks.Text), deliveries: 2);
        Assert.Equal(60, await _product.DeliverWhenDueAsync());

        Assert.Equal(2, _product.Flow.Received.Count);
        Assert.Single(_product.Flow.Received.Select(call => call.Event.Id).Distinct());
        Assert.Equal(DeliveryState.Completed, (await _product.DeliveryAsync()).State);
    }

    [Fact]
    public async Task CloseAsync_LeaseLost_KeepsTheRecordOfTheNextOwner()
    {
        var claim = await ClaimAndAbandonAsync();
        _product.Time.Advance(TimeSpan.FromMinutes(1));
        await _product.ReceiveAndDeliverAsync(Webhooks.Text);

        await _product.Get<EventDeliveries>().CloseAsync(claim, DeliveryState.Waiting, 2, null);

        Assert.Equal(DeliveryState.Completed, (await _product.DeliveryAsync()).State);
    }

    [Fact]
    [Trait("Fault", "F21")]
    public async Task HandleAsync_HostIsStopping_RequeuesAtOnce()
    {
        Assert.Equal(ReceiveOutcome.Accepted, await _product.ReceiveAsync(Webhooks.Text));
        _product.Get<RunningInvocations>().Stop();

        await _product.DeliverCallbackAsync();

        Assert.Equal((1, 0.0), (Assert.Single(_product.Callbacks()).Callback.Attempt, _product.Callbacks()[0].Seconds));
        Assert.Empty(_product.Tables.Rows(TableNames.EventDeliveries));
        Assert.Equal(0, _product.Get<RunningInvocations>().Count);
    }

    [Fact]
    [Trait("Fault", "F21")]
    public async Task HandleAsync_StopDuringTheDelivery_EndsItAfterSixSeconds()
    {
        _product.Flow.Now(async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            throw new InvalidOperationException();
        });
        var delivering = _product.ReceiveAndDeliverAsync(Webhooks.Text);
        _product.Get<RunningInvocations>().Stop();

        _product.Time.Advance(TimeSpan.FromSeconds(6) - TimeSpan.FromTicks(1));
        Assert.False(delivering.IsCompleted);
        Assert.Equal(1, _product.Get<RunningInvocations>().Count);
        _product.Time.Advance(TimeSpan.FromTicks(1));
        await delivering;

        // The flow is not at fault, so it counts as no attempt.
        Assert.Equal((1, 0.0), (Assert.Single(_product.Callbacks()).Callback.Attempt, _product.Callbacks()[0].Seconds));
        Assert.DoesNotContain(EventIds.CallbackDeliveryFailed, _product.Log.EventIds);
    }

    public void Dispose() => _product.Dispose();

    // A claim that is never closed, as if its process had died.
    private async Task<DeliveryClaim> ClaimAndAbandonAsync()
    {
        Assert.Null(Callback.Read(_product.Envelope(Webhooks.Text), out var callback));
        return await _product.Get<EventDeliveries>().ClaimAsync(callback!.EventId, 1, related: null);
    }
}
