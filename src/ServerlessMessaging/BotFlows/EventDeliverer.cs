using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Shutdown;

namespace ServerlessMessaging.BotFlows;

/// <summary>A message of the queue of callbacks. The event id is the same for every delivery; the id of its dead-letter message also names its kind.</summary>
public abstract record QueuedEvent(QueuedCallback Envelope, string EventId, string DeadLetterId);

/// <summary>
/// Delivers events to bot flows. An event is delivered, requeued as a copy, or dead-lettered before its message is deleted.
/// The copy or the dead-letter message is written before the record: each may be written twice, and none can be missing.
/// </summary>
public sealed partial class EventDeliverer(
    EventDeliveries deliveries,
    BotFlowClient client,
    ReplySender replies,
    CallbackQueue queue,
    DeadLetterWriter deadLetters,
    RunningInvocations running,
    MessagingMetrics metrics,
    IOptions<CallbackOptions> options,
    IOptions<QueueOptions> queues,
    TimeProvider time,
    ILogger<EventDeliverer> logger)
{
    // Of the 10 s of the host at a stop; the rest is for the copy and the record.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Delivers an event that no other process is delivering or has delivered.</summary>
    /// <param name="find">Finds the request of the event, for the first attempt: the claim keeps it, because the conversation goes on.</param>
    /// <param name="decide">Decides the next step, given the request if it is found. Called after the delivery is claimed.</param>
    /// <exception cref="Exception">The copy could not be queued: the message must be delivered again.</exception>
    public async Task DeliverAsync(QueuedEvent queued, Func<Task<RelatedRequest?>> find, Func<RelatedRequest?, Task<DeliveryDecision>> decide)
    {
        using var activity = Traces.Start("deliver", ActivityKind.Consumer, queued.Envelope.TraceParent)
            .SetTag("messaging.operation.type", "process")
            .SetTag("messaging.destination.name", QueueNames.Callbacks)
            .SetTag("serverlessmessaging.event.id", queued.EventId);
        if (running.IsStopping)
        {
            // A delivery that starts now might not finish; another process handles the copy.
            await RequeueAsync(queued, TimeSpan.Zero);
            return;
        }

        try
        {
            var found = queued.Envelope.Attempt == 1 ? await find() : null;
            var claim = await deliveries.ClaimAsync(queued.EventId, queued.Envelope.Attempt, found is { MayArriveLater: false } ? found : null);
            await (claim.Decision switch
            {
                DeliveryClaimDecision.Claimed => DeliverAsync(queued, claim, () => decide(claim.Record.Value.Related ?? found)),
                DeliveryClaimDecision.InProgress => RequeueAsync(queued, claim.Record.LeaseRemaining()),
                _ => DropAsync(queued),
            });
        }
        catch (Exception exception) when (StorageFaults.IsTransient(exception))
        {
            // A throw would count as one of the host's deliveries, and after the last one the message would be dead-lettered.
            Log.WithoutStorage(logger, queued.EventId, StorageFaults.Cause(exception));
            await RequeueAsync(queued, queues.Value.RequeueDelay);
        }
    }

    /// <summary>Dead-letters an event that failed in every delivery, unless it is settled.</summary>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public async Task DeadLetterAsync(QueuedEvent queued, Problem problem)
    {
        using var activity = Traces.Start("dead-letter", ActivityKind.Consumer, queued.Envelope.TraceParent);
        using var timeout = new CancellationTokenSource(StorageTimeout, time);
        var envelope = queued.Envelope;
        var stored = await deliveries.TryFindAsync(queued.EventId, timeout.Token);
        if (stored?.LeaseRemaining() is { } left && left > TimeSpan.Zero)
        {
            // Another process is delivering it; the outcome is not known yet.
            await queue.PutAsync(envelope, left, timeout.Token);
        }
        else if (stored is not null && (stored.Value.State is DeliveryState.Completed || stored.Value.Attempt > envelope.Attempt))
        {
            await DropAsync(queued);
        }
        else
        {
            await WriteDeadLetterAsync(queued, problem);
            await deliveries.TrySetAsync(queued.EventId, stored, DeliveryState.DeadLettered, envelope.Attempt, timeout.Token);
            Log.DeadLettered(logger, queued.EventId, envelope.Flow, problem.Code.Code);
        }
    }

    private async Task DeliverAsync(QueuedEvent queued, DeliveryClaim claim, Func<Task<DeliveryDecision>> decide)
    {
        var envelope = queued.Envelope;
        var delays = options.Value.RetryDelays;
        try
        {
            await (await decide() switch
            {
                DeliveryDecision.Deliver deliver => DeliverAsync(queued, claim, deliver),
                DeliveryDecision.RetryLater =>
                    WaitAsync(claim, envelope with { Attempt = envelope.Attempt + 1 }, claim.Record.Value.Related, delays[Math.Min(envelope.Attempt, delays.Count) - 1]),
                DeliveryDecision.DeadLetter deadLetter => DeadLetterAsync(queued, claim, deliver: null, deadLetter.Problem),
                DeliveryDecision.Complete => deliveries.CloseAsync(claim, DeliveryState.Completed, envelope.Attempt, related: null),
                var other => throw new UnreachableException(other.GetType().Name),
            });
        }
        catch
        {
            // Ends the lease, so that the next delivery does not wait for it.
            await deliveries.CloseAsync(claim, DeliveryState.Waiting, envelope.Attempt, claim.Record.Value.Related);
            throw;
        }
    }

    private async Task DeliverAsync(QueuedEvent queued, DeliveryClaim claim, DeliveryDecision.Deliver deliver)
    {
        var (botFlowEvent, flow, related) = deliver;
        var envelope = queued.Envelope;
        var delays = options.Value.RetryDelays;
        var outcome = await PostAsync(botFlowEvent, flow);
        switch (outcome)
        {
            case Delivered delivered:
                await replies.SendAsync(botFlowEvent, flow, delivered, envelope.ReceivedAt);
                await deliveries.CloseAsync(claim, DeliveryState.Completed, envelope.Attempt, related: null);
                Log.Delivered(logger, botFlowEvent.Id, botFlowEvent.Type, botFlowEvent.Data.RequestId, flow, envelope.Attempt);
                break;
            case NotDelivered or Undeliverable when botFlowEvent.Type == EventTypes.Typing:
                await deliveries.CloseAsync(claim, DeliveryState.Completed, envelope.Attempt, related: null);
                Log.TypingDropped(logger, queued.EventId, flow, outcome.Name);
                break;
            case NotDelivered failed when envelope.Attempt <= delays.Count:
                var delay = delays[envelope.Attempt - 1];
                await WaitAsync(claim, envelope with { Attempt = envelope.Attempt + 1, Flow = flow }, related, delay);
                Log.Failed(logger, queued.EventId, flow, failed.Cause, envelope.Attempt, delay.TotalSeconds);
                break;
            case NotDelivered failed:
                await DeadLetterAsync(queued, claim, deliver, new(
                    ErrorCodes.BotFlowFailed, $"Bot flow {flow} did not accept the event in {envelope.Attempt} attempts; the last one ended with: {failed.Cause}. Correct the flow and replay the event."));
                break;
            case Undeliverable undeliverable:
                await DeadLetterAsync(queued, claim, deliver, undeliverable.Problem);
                break;
            default:
                // Not a failure of the flow, so it does not count as an attempt.
                var pause = outcome is NotSigned ? queues.Value.RequeueDelay : TimeSpan.Zero;
                await WaitAsync(claim, envelope with { Flow = flow }, related, pause);
                Log.Requeued(logger, queued.EventId, pause.TotalSeconds);
                break;
        }
    }

    private async Task<DeliveryOutcome> PostAsync(BotFlowEvent botFlowEvent, string flow)
    {
        using var stop = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var stopping = running.Stopping.Register(() => stop.CancelAfter(StopTimeout));
        var start = time.GetTimestamp();
        var outcome = await client.DeliverAsync(flow, botFlowEvent, stop.Token);
        metrics.Delivery(botFlowEvent.Type, outcome.Name, time.GetElapsedTime(start));
        Activity.Current?.SetTag("serverlessmessaging.event.type", botFlowEvent.Type)
            .SetTag("serverlessmessaging.flow", flow)
            .SetTag("serverlessmessaging.outcome", outcome.Name);
        if (outcome is not Delivered)
        {
            Activity.Current?.Fail(outcome.Name);
        }

        return outcome;
    }

    private async Task WaitAsync(DeliveryClaim claim, QueuedCallback next, RelatedRequest? related, TimeSpan delay)
    {
        await PutAsync(next, delay);
        await deliveries.CloseAsync(claim, DeliveryState.Waiting, next.Attempt, related);
    }

    private async Task DeadLetterAsync(QueuedEvent queued, DeliveryClaim claim, DeliveryDecision.Deliver? deliver, Problem problem)
    {
        await WriteDeadLetterAsync(queued, problem);
        await deliveries.CloseAsync(claim, DeliveryState.DeadLettered, queued.Envelope.Attempt, deliver?.Related ?? claim.Record.Value.Related);
        Log.DeadLettered(logger, queued.EventId, deliver?.Flow, problem.Code.Code);
    }

    private async Task RequeueAsync(QueuedEvent queued, TimeSpan delay)
    {
        await PutAsync(queued.Envelope, delay);
        Log.Requeued(logger, queued.EventId, delay.TotalSeconds);
    }

    private Task DropAsync(QueuedEvent queued)
    {
        Log.Dropped(logger, queued.EventId);
        return Task.CompletedTask;
    }

    private async Task PutAsync(QueuedCallback envelope, TimeSpan delay)
    {
        using var timeout = new CancellationTokenSource(StorageTimeout, time);
        await queue.PutAsync(envelope, delay, timeout.Token);
    }

    private Task WriteDeadLetterAsync(QueuedEvent queued, Problem problem) =>
        deadLetters.WriteAsync(queued.DeadLetterId, QueueNames.Callbacks, queued.Envelope.ReceivedAt, queued.Envelope.Attempt, problem, queued.Envelope.Payload, queued.Envelope.SecretName);

    private static partial class Log
    {
        [LoggerMessage(EventIds.CallbackDelivered, LogLevel.Information, "Event {BotFlowEventId} of type {Type} for request {RequestId} delivered to bot flow {Flow} in attempt {Attempt}")]
        public static partial void Delivered(ILogger logger, string botFlowEventId, string type, string? requestId, string flow, int attempt);

        [LoggerMessage(EventIds.CallbackDeliveryFailed, LogLevel.Warning, "Event {BotFlowEventId} not delivered to bot flow {Flow} in attempt {Attempt} ({Cause}); next attempt in {Delay} s")]
        public static partial void Failed(ILogger logger, string botFlowEventId, string flow, string cause, int attempt, double delay);

        [LoggerMessage(EventIds.TypingDropped, LogLevel.Information, "Event {BotFlowEventId}, a typing indicator, not delivered to bot flow {Flow} ({Outcome}); it is dropped, because it is of use only at once")]
        public static partial void TypingDropped(ILogger logger, string botFlowEventId, string flow, string outcome);

        [LoggerMessage(EventIds.CallbackDeadLettered, LogLevel.Error, "Event {BotFlowEventId} for bot flow {Flow} dead-lettered: {Code}; remove the cause and replay it")]
        public static partial void DeadLettered(ILogger logger, string botFlowEventId, string? flow, string code);

        [LoggerMessage(EventIds.CallbackDropped, LogLevel.Information, "Callback {BotFlowEventId} dropped: it was handled before, or a newer copy of it is queued")]
        public static partial void Dropped(ILogger logger, string botFlowEventId);

        [LoggerMessage(EventIds.CallbackRequeued, LogLevel.Information, "Callback {BotFlowEventId} requeued without an attempt; it is due again in {Delay} s")]
        public static partial void Requeued(ILogger logger, string botFlowEventId, double delay);

        [LoggerMessage(EventIds.CallbackStorageUnavailable, LogLevel.Error, "Callback {BotFlowEventId} not handled: the storage account cannot be used ({Cause}); it stays queued, check GET /api/operator/health")]
        public static partial void WithoutStorage(ILogger logger, string botFlowEventId, string cause);
    }
}
