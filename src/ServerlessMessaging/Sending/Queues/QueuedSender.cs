using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending.Posting;
using ServerlessMessaging.Shutdown;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending.Queues;

/// <summary>Sends what a queue brought. Whatever happens, the request is sent, waits as a copy, or is set aside before its message is deleted.</summary>
public sealed class QueuedSender(
    SendLedger ledger,
    RequestTakeover takeover,
    MessagePoster poster,
    SendSettlement settlement,
    UnsentRequests unsent,
    RunningInvocations running,
    SendLog log,
    SendTelemetry telemetry,
    IOptions<SendingOptions> options,
    IOptions<QueueOptions> queues,
    TimeProvider time)
{
    // A queue counts whole seconds, and machines disagree about the time.
    private static readonly TimeSpan Due = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestSlotWait = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestClaim = TimeSpan.FromSeconds(5);

    // What is left of the host's 10 s for an attempt, so that the copy and the record still get theirs.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(6);

    /// <summary>Sends a request, or sees that it is sent.</summary>
    /// <exception cref="Exception">No queue takes the request: its message must come again.</exception>
    public async Task SendAsync(IncomingRequest incoming)
    {
        using var activity = SendTelemetry.Begin(incoming);
        if (running.IsStopping)
        {
            // What begins now might not end; another process takes the copy.
            await PutBackAsync(incoming, TimeSpan.Zero);
            return;
        }

        try
        {
            await TrySendAsync(incoming);
        }
        catch (Exception exception) when (StorageFaults.IsTransient(exception))
        {
            // A throw would count as a delivery, and after a few of them the message would be given up.
            await PutBackAsync(incoming, queues.Value.PutBackDelay);
        }
    }

    private async Task TrySendAsync(IncomingRequest incoming)
    {
        var isDue = takeover.DelayOf(incoming.Request) <= Due;
        var claim = isDue
            ? await ledger.OpenAsync(incoming, MessageState.Sending, LongestClaim)
            : await takeover.TakeAsync(incoming, LongestClaim);
        if (!claim.IsOwned)
        {
            await LeaveAsync(incoming, claim);
        }
        else if (isDue && incoming.ExpiresAt <= time.GetUtcNow())
        {
            await settlement.ExpireAsync(claim.Record, incoming);
        }
        else if (isDue)
        {
            using var cut = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
            var deadline = new Deadline(time, options.Value.SendBudget, cut.Token) { LongestSlotWait = LongestSlotWait };
            using var stop = running.Stopping.Register(() =>
            {
                deadline.ShortenTo(Grace);
                cut.CancelAfter(Grace);
            });
            await settlement.SettleAsync(claim.Record, incoming, await poster.PostAsync(incoming.Request, deadline));
        }
    }

    private async Task LeaveAsync(IncomingRequest incoming, Claim claim)
    {
        switch (claim.Decision)
        {
            case ClaimDecision.InProgress:
                await PutBackAsync(incoming, claim.Record.LeaseRemaining());
                break;
            case ClaimDecision.PayloadMismatch:
                log.AnotherBody(incoming.Id);
                telemetry.Ended(incoming.Request.To.Route, MessageOutcomes.Refused, LedgerAnswers.AnotherBody.Code.Code);
                await unsent.WriteAsync(incoming, attempts: 0, LedgerAnswers.AnotherBody);
                break;
            case ClaimDecision.Park:
                await settlement.ParkAsync(claim, incoming);
                break;
            default:
                log.Dropped(incoming.Id, incoming.Queue, claim.Decision);
                telemetry.Ended(incoming.Request.To.Route, MessageOutcomes.Dropped);
                break;
        }
    }

    private async Task PutBackAsync(IncomingRequest incoming, TimeSpan delay)
    {
        await takeover.PutAsync(incoming, incoming.Attempt, delay);
        log.PutBack(incoming.Id, delay.TotalSeconds);
        telemetry.Ended(incoming.Request.To.Route, MessageOutcomes.PutBack);
    }
}
