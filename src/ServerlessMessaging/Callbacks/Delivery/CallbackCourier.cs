using ServerlessMessaging.Callbacks.BotFlows;
using ServerlessMessaging.Callbacks.Deliveries;
using ServerlessMessaging.Callbacks.Replies;
using ServerlessMessaging.Callbacks.Routing;
using ServerlessMessaging.Shutdown;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Callbacks.Delivery;

/// <summary>Brings a callback to its bot flow. Whatever happens, it is delivered, waits as a copy, or is set aside before its message is deleted.</summary>
public sealed class CallbackCourier(
    EventDeliveries deliveries,
    CallbackPlanner planner,
    BotFlowRouter router,
    BotFlowDelivery delivery,
    ReplySender replies,
    CallbackSettlement settlement,
    RunningInvocations running,
    MessagingMetrics telemetry,
    CallbackLog log,
    IOptions<QueueOptions> queues,
    TimeProvider time)
{
    // What is left of the host's 10 s for a delivery, so that the copy and the record still get theirs.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(6);

    /// <summary>Delivers it, or sees that it is delivered.</summary>
    /// <exception cref="Exception">No queue takes the copy: the message must come again.</exception>
    public async Task DeliverAsync(Callback callback)
    {
        using var activity = Traces.Start("deliver", ActivityKind.Consumer, callback.Envelope.TraceParent)
            .SetTag("messaging.operation.type", "process")
            .SetTag("messaging.destination.name", QueueNames.Callbacks)
            .SetTag("serverlessmessaging.event.id", callback.EventId);
        if (running.IsStopping)
        {
            // What begins now might not end; another process takes the copy.
            await PutBackAsync(callback, TimeSpan.Zero);
            return;
        }

        try
        {
            await TryDeliverAsync(callback);
        }
        catch (Exception exception) when (StorageFaults.IsTransient(exception))
        {
            // A throw would count as a delivery, and after a few of them the message would be given up: right where waiting mends nothing.
            log.WithoutStorage(callback.EventId, StorageFaults.Cause(exception));
            await PutBackAsync(callback, queues.Value.PutBackDelay);
        }
    }

    private async Task TryDeliverAsync(Callback callback)
    {
        var claim = await deliveries.ClaimAsync(callback.EventId, callback.Envelope.Attempt);
        switch (claim.Decision)
        {
            case DeliveryDecision.Superseded:
                log.Dropped(callback.EventId);
                break;
            case DeliveryDecision.InProgress:
                await PutBackAsync(callback, claim.LeaseRemaining);
                break;
            default:
                await DeliverClaimedAsync(callback, claim);
                break;
        }
    }

    private async Task DeliverClaimedAsync(Callback callback, DeliveryClaim claim)
    {
        try
        {
            await (await planner.DecideAsync(callback, claim.Record.Value.Related) switch
            {
                Deliver deliver => DeliverAsync(callback, claim, deliver),
                LookAgain => settlement.LookAgainAsync(callback, claim),
                GiveUp giveUp => settlement.GiveUpAsync(callback, claim, turn: null, giveUp.Problem),
                Finish => settlement.FinishAsync(callback, claim),
                var other => throw new UnreachableException(other.GetType().Name),
            });
        }
        catch
        {
            // Whoever comes next need not wait for our lease.
            await settlement.ReleaseAsync(callback, claim);
            throw;
        }
    }

    private async Task DeliverAsync(Callback callback, DeliveryClaim claim, Deliver deliver)
    {
        using var cut = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var stop = running.Stopping.Register(() => cut.CancelAfter(Grace));
        var start = time.GetTimestamp();
        var outcome = await delivery.DeliverAsync(router[deliver.Flow], deliver.Event, cut.Token);
        telemetry.Delivery(deliver.Event.Type, outcome.Name, time.GetElapsedTime(start));
        Activity.Current?.SetTag("serverlessmessaging.event.type", deliver.Event.Type).SetTag("serverlessmessaging.flow", deliver.Flow).SetTag("serverlessmessaging.outcome", outcome.Name);
        if (outcome is not Delivered)
        {
            Activity.Current?.Fail(outcome.Name);
        }

        switch (outcome)
        {
            case Delivered delivered:
                await replies.SendAsync(deliver.Event, deliver.Flow, delivered, callback.Envelope.ReceivedAt);
                await settlement.FinishAsync(callback, claim);
                log.Delivered(deliver.Event.Id, deliver.Event.Type, deliver.Event.Data.RequestId, deliver.Flow, callback.Envelope.Attempt);
                break;
            case NotDelivered failed:
                await settlement.TryAgainAsync(callback, claim, deliver, failed.Cause);
                break;
            case FlowGone:
                await settlement.GiveUpAsync(callback, claim, deliver, new(ErrorCodes.BotFlowGone, $"Bot flow {deliver.Flow} answers 410: it is gone for good. Correct BotFlows:{deliver.Flow} and replay it."));
                break;
            case TooLarge tooLarge:
                await settlement.GiveUpAsync(callback, claim, deliver, new(ErrorCodes.EventTooLarge, $"The event has {tooLarge.Bytes} bytes, and the queue of bot flow {deliver.Flow} takes {QueueWriter.MaximumBytes}. Give the flow a Url and replay it."));
                break;
            case NotSigned:
                await settlement.WaitAsync(callback, claim, deliver, queues.Value.PutBackDelay);
                break;
            case Interrupted:
                await settlement.WaitAsync(callback, claim, deliver, TimeSpan.Zero);
                break;
            case var other:
                throw new UnreachableException(other.GetType().Name);
        }
    }

    private async Task PutBackAsync(Callback callback, TimeSpan delay)
    {
        await settlement.PutAsync(callback.Envelope, delay);
        log.PutBack(callback.EventId, delay.TotalSeconds);
    }
}
