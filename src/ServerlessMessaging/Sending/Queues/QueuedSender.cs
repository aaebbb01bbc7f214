using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending.Posting;
using ServerlessMessaging.Shutdown;

namespace ServerlessMessaging.Sending.Queues;

/// <summary>Sends the request of a queue message. It is sent, queued as a copy, or dead-lettered before its message is deleted.</summary>
public sealed class QueuedSender(
    SendRecords records,
    DeferredRequestQueue deferred,
    MessagePoster poster,
    SendSettlement settlement,
    RunningInvocations running,
    SendLog log,
    SendTelemetry telemetry,
    IOptions<SendingOptions> options,
    IOptions<GenesysOptions> genesys,
    IOptions<QueueOptions> queues,
    TimeProvider time)
{
    // A queue counts whole seconds, and clocks differ.
    private static readonly TimeSpan DueTolerance = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxSlotWait = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ClaimTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Sends a request, or keeps it queued.</summary>
    /// <exception cref="Exception">The request could not be queued: its message must be delivered again.</exception>
    public async Task SendAsync(IncomingRequest incoming)
    {
        using var activity = SendTelemetry.Begin(incoming);
        if (running.IsStopping)
        {
            // A send that starts now might not finish; another process handles the copy.
            await RequeueAsync(incoming, TimeSpan.Zero);
            return;
        }

        try
        {
            await TrySendAsync(incoming);
        }
        catch (Exception exception) when (StorageFaults.IsTransient(exception))
        {
            // An exception would count as a delivery, and after five the message would be poison.
            await RequeueAsync(incoming, queues.Value.RequeueDelay);
        }
    }

    private async Task TrySendAsync(IncomingRequest incoming)
    {
        var isDue = !(incoming.Request.SendAt - time.GetUtcNow() > DueTolerance);
        var claim = isDue
            ? await records.ClaimAsync(incoming, MessageState.Sending, ClaimTimeout)
            : await deferred.AcceptAsync(incoming, ClaimTimeout);
        if (!claim.IsOwned)
        {
            await SettleDuplicateAsync(incoming, claim);
        }
        else if (isDue && incoming.ExpiresAt - time.GetUtcNow() < genesys.Value.MinimumAttempt)
        {
            await settlement.ExpireAsync(claim.Record, incoming);
        }
        else if (isDue)
        {
            using var cut = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
            var deadline = new Deadline(time, options.Value.SendBudget, cut.Token) { MaxSlotWait = MaxSlotWait };
            using var stop = running.Stopping.Register(() =>
            {
                deadline.ShortenTo(RunningInvocations.Grace);
                cut.CancelAfter(RunningInvocations.Grace);
            });
            await settlement.SettleAsync(claim.Record, incoming, await poster.PostAsync(incoming, deadline));
        }
    }

    /// <summary>Settles a request that cannot be claimed.</summary>
    /// <exception cref="Exception">The request could not be queued: its message must be delivered again.</exception>
    public async Task SettleDuplicateAsync(IncomingRequest incoming, Claim claim)
    {
        switch (claim.Decision)
        {
            case ClaimDecision.InProgress:
                await RequeueAsync(incoming, claim.Record.LeaseRemaining());
                break;
            case ClaimDecision.PayloadMismatch:
                log.PayloadMismatch(incoming.Id);
                telemetry.Ended(incoming.Request.To.Route, MessageOutcomes.Refused, DuplicateResponses.PayloadMismatch.Code.Code);
                await settlement.DeadLetterAsync(incoming, attempts: 0, DuplicateResponses.PayloadMismatch);
                break;
            case ClaimDecision.Park:
                await settlement.TryParkAsync(claim, incoming);
                break;
            default:
                log.Dropped(incoming.Id, incoming.Queue, claim.Decision);
                telemetry.Ended(incoming.Request.To.Route, MessageOutcomes.Dropped);
                break;
        }
    }

    private async Task RequeueAsync(IncomingRequest incoming, TimeSpan delay)
    {
        await deferred.PutAsync(incoming, incoming.Attempt, delay);
        log.Requeued(incoming.Id, delay.TotalSeconds);
        telemetry.Ended(incoming.Request.To.Route, MessageOutcomes.Requeued);
    }
}
