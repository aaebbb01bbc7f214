using Microsoft.Extensions.Options;
using ServerlessMessaging.Callbacks.Seen;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Messages.Problems;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Callbacks.Delivery;

/// <summary>Ends a claimed turn: the record, and before it the copy for the next attempt or the dead letter. Each may come twice, and none can be missing.</summary>
internal sealed class CallbackSettlement(SeenCallbacks seen, CallbackQueue queue, SetAside setAside, CallbackLog log, IOptions<CallbackOptions> options, TimeProvider time)
{
    private static readonly TimeSpan LongestPut = TimeSpan.FromSeconds(5);

    /// <summary>It needs nothing more.</summary>
    public Task FinishAsync(Callback callback, SeenClaim claim) => seen.CloseAsync(claim, SeenState.Done, callback.Envelope.Attempt);

    /// <summary>It is tried again by the schedule, or given up at its end.</summary>
    /// <param name="callback">The callback.</param>
    /// <param name="claim">Its claim.</param>
    /// <param name="flow">The bot flow that did not take it.</param>
    /// <param name="cause">Why not.</param>
    public async Task TryAgainAsync(Callback callback, SeenClaim claim, string flow, string cause)
    {
        var attempt = callback.Envelope.Attempt;
        if (attempt >= options.Value.DelaysInForce.Count)
        {
            await GiveUpAsync(callback, claim, flow, new(ErrorCodes.BotFlowFailed, $"Bot flow {flow} did not take it in {attempt + 1} attempts; the last ended with: {cause}. Mend the flow and replay it."));
            return;
        }

        var delay = options.Value.DelaysInForce[attempt];
        await PutNextAsync(callback, claim, flow, delay);
        log.Failed(callback.EventId, flow, cause, attempt, delay.TotalSeconds);
    }

    /// <summary>It is looked at once more, after the first delay of the schedule.</summary>
    public Task LookAgainAsync(Callback callback, SeenClaim claim) => PutNextAsync(callback, claim, callback.Envelope.Flow, options.Value.DelaysInForce[0]);

    /// <summary>It is set aside.</summary>
    public async Task GiveUpAsync(Callback callback, SeenClaim claim, string? flow, Problem problem)
    {
        var envelope = callback.Envelope;
        await setAside.WriteAsync(callback.LetterId, QueueNames.Callbacks, envelope.ReceivedAt, envelope.Attempt + 1, problem, envelope.Body);
        await seen.CloseAsync(claim, SeenState.Failed, envelope.Attempt);
        log.GivenUp(callback.EventId, flow, problem.Code.Code);
    }

    /// <summary>It waits as it is: this attempt did not count.</summary>
    public async Task WaitAsync(Callback callback, SeenClaim claim, TimeSpan delay)
    {
        await PutAsync(callback.Envelope, delay);
        await seen.CloseAsync(claim, SeenState.Waiting, callback.Envelope.Attempt);
        log.PutBack(callback.EventId, delay.TotalSeconds);
    }

    /// <summary>Puts a copy onto the queue.</summary>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public async Task PutAsync(CallbackEnvelope envelope, TimeSpan delay)
    {
        using var timeout = new CancellationTokenSource(LongestPut, time);
        await queue.PutAsync(envelope, delay, timeout.Token);
    }

    private async Task PutNextAsync(Callback callback, SeenClaim claim, string? flow, TimeSpan delay)
    {
        var next = callback.Envelope with { Attempt = callback.Envelope.Attempt + 1, Flow = flow };
        await PutAsync(next, delay);
        await seen.CloseAsync(claim, SeenState.Waiting, next.Attempt);
    }
}
