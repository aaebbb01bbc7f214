using ServerlessMessaging.Callbacks.Deliveries;
using ServerlessMessaging.Callbacks.Routing;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Callbacks.Delivery;

/// <summary>Ends a claimed turn: the record, and before it the copy for the next attempt or the dead letter. Each may come twice, and none can be missing.</summary>
public sealed class CallbackSettlement(EventDeliveries deliveries, CallbackQueue queue, DeadLetterWriter setAside, CallbackLog log, IOptions<CallbackOptions> options, TimeProvider time)
{
    private static readonly TimeSpan LongestPut = TimeSpan.FromSeconds(5);

    /// <summary>It needs nothing more.</summary>
    public Task FinishAsync(Callback callback, DeliveryClaim claim) => CloseAsync(callback, claim, DeliveryState.Completed, callback.Envelope.Attempt, related: null);

    /// <summary>It is tried again by the schedule, or given up at its end.</summary>
    /// <param name="callback">The callback.</param>
    /// <param name="claim">Its claim.</param>
    /// <param name="turn">What was tried.</param>
    /// <param name="cause">Why the flow did not take it.</param>
    public async Task TryAgainAsync(Callback callback, DeliveryClaim claim, Deliver turn, string cause)
    {
        var flow = turn.Flow;
        var attempt = callback.Envelope.Attempt;
        if (attempt > options.Value.DelaysInForce.Count)
        {
            await GiveUpAsync(callback, claim, turn, new(ErrorCodes.BotFlowFailed, $"Bot flow {flow} did not take it in {attempt} attempts; the last ended with: {cause}. Mend the flow and replay it."));
            return;
        }

        var delay = options.Value.DelaysInForce[attempt - 1];
        await PutNextAsync(callback, claim, flow, turn.Related, delay);
        log.Failed(callback.EventId, flow, cause, attempt, delay.TotalSeconds);
    }

    /// <summary>It is looked at once more, after the next delay of the schedule.</summary>
    public Task LookAgainAsync(Callback callback, DeliveryClaim claim) => PutNextAsync(
        callback, claim, callback.Envelope.Flow, related: null, options.Value.DelaysInForce[Math.Min(callback.Envelope.Attempt, options.Value.DelaysInForce.Count) - 1]);

    /// <summary>It is set aside.</summary>
    /// <param name="callback">The callback.</param>
    /// <param name="claim">Its claim.</param>
    /// <param name="turn">What was tried; null where nothing was.</param>
    /// <param name="problem">Why.</param>
    public async Task GiveUpAsync(Callback callback, DeliveryClaim claim, Deliver? turn, Problem problem)
    {
        var envelope = callback.Envelope;
        await setAside.WriteAsync(callback.LetterId, QueueNames.Callbacks, envelope.ReceivedAt, envelope.Attempt, problem, envelope.Payload);
        await CloseAsync(callback, claim, DeliveryState.DeadLettered, envelope.Attempt, turn?.Related);
        log.GivenUp(callback.EventId, turn?.Flow, problem.Code.Code);
    }

    /// <summary>It waits as it is: this attempt did not count.</summary>
    public async Task WaitAsync(Callback callback, DeliveryClaim claim, Deliver turn, TimeSpan delay)
    {
        await PutAsync(callback.Envelope with { Flow = turn.Flow }, delay);
        await CloseAsync(callback, claim, DeliveryState.Waiting, callback.Envelope.Attempt, turn.Related);
        log.PutBack(callback.EventId, delay.TotalSeconds);
    }

    /// <summary>Puts a copy onto the queue.</summary>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public async Task PutAsync(QueuedCallback envelope, TimeSpan delay)
    {
        using var timeout = new CancellationTokenSource(LongestPut, time);
        await queue.PutAsync(envelope, delay, timeout.Token);
    }

    /// <summary>Gives a claim back whose work failed before anything came of it.</summary>
    public Task ReleaseAsync(Callback callback, DeliveryClaim claim) =>
        CloseAsync(callback, claim, DeliveryState.Waiting, callback.Envelope.Attempt, claim.Record.Value.Related);

    // The copy or the letter is there, or the flow has it: from here on nothing may be done a second time.
    private async Task CloseAsync(Callback callback, DeliveryClaim claim, DeliveryState state, int attempt, RelatedRequest? related)
    {
        if (await deliveries.CloseAsync(claim, state, attempt, related) is { } cause)
        {
            log.NotRecorded(callback.EventId, state, cause);
        }
    }

    private async Task PutNextAsync(Callback callback, DeliveryClaim claim, string? flow, RelatedRequest? related, TimeSpan delay)
    {
        var next = callback.Envelope with { Attempt = callback.Envelope.Attempt + 1, Flow = flow };
        await PutAsync(next, delay);
        await CloseAsync(callback, claim, DeliveryState.Waiting, next.Attempt, related);
    }
}
