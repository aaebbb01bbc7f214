using Microsoft.Extensions.Options;
using ServerlessMessaging.Draining;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Journal;
using ServerlessMessaging.Logging;
using ServerlessMessaging.Sending.Posting;
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
    public async Task SendAsync(Arrival arrival)
    {
        using var activity = SendTelemetry.Begin(arrival);
        if (running.IsStopping)
        {
            // What begins now might not end; another process takes the copy.
            await PutBackAsync(arrival, TimeSpan.Zero);
            return;
        }

        try
        {
            await TrySendAsync(arrival);
        }
        catch (Exception exception) when (StorageFaults.Is(exception))
        {
            // A throw would count as a delivery, and after a few of them the message would be given up.
            await PutBackAsync(arrival, queues.Value.PutBackDelay);
        }
    }

    private async Task TrySendAsync(Arrival arrival)
    {
        var isDue = takeover.DelayOf(arrival.Request) <= Due;
        var claim = isDue
            ? await ledger.OpenAsync(arrival, SendState.Sending, LongestClaim)
            : await takeover.TakeAsync(arrival, LongestClaim);
        if (!claim.IsOwned)
        {
            await LeaveAsync(arrival, claim);
        }
        else if (isDue && arrival.ExpiresAt <= time.GetUtcNow())
        {
            await settlement.ExpireAsync(claim.Entry, arrival);
        }
        else if (isDue)
        {
            using var cut = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
            var deadline = new Deadline(time, options.Value.SendBudget, cut.Token) { LongestSlotWait = LongestSlotWait };
            using var stop = running.Stopping.Register(() =>
            {
                deadline.EndWithin(Grace);
                cut.CancelAfter(Grace);
            });
            await settlement.SettleAsync(claim.Entry, arrival, await poster.PostAsync(arrival.Request, deadline));
        }
    }

    private async Task LeaveAsync(Arrival arrival, Claim claim)
    {
        switch (claim.Verdict)
        {
            case Verdict.InProgress:
                await PutBackAsync(arrival, claim.Entry.LeaseLeft);
                break;
            case Verdict.AnotherBody:
                log.AnotherBody(arrival.Id);
                telemetry.Ended(arrival.Request.To.Route, MessageOutcomes.Refused, LedgerAnswers.AnotherBody.Code.Code);
                await unsent.WriteAsync(arrival, attempts: 0, LedgerAnswers.AnotherBody);
                break;
            case Verdict.Park:
                await settlement.ParkAsync(claim, arrival);
                break;
            default:
                log.Dropped(arrival.Id, arrival.Queue, claim.Verdict);
                telemetry.Ended(arrival.Request.To.Route, MessageOutcomes.Dropped);
                break;
        }
    }

    private async Task PutBackAsync(Arrival arrival, TimeSpan delay)
    {
        await takeover.PutAsync(arrival, arrival.Attempt, delay);
        log.PutBack(arrival.Id, delay.TotalSeconds);
        telemetry.Ended(arrival.Request.To.Route, MessageOutcomes.PutBack);
    }
}
