using ServerlessMessaging.Journal;
using ServerlessMessaging.Logging;
using ServerlessMessaging.Messages;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending;

/// <summary>Takes a request over: a queue holds it until its time.</summary>
public sealed class RequestTakeover(SendLedger ledger, LaterQueue later, SendLog log, SendTelemetry telemetry, TimeProvider time)
{
    private static readonly TimeSpan LongestPut = TimeSpan.FromSeconds(5);

    /// <summary>Claims a request for the queue and puts it there.</summary>
    /// <param name="arrival">What arrives.</param>
    /// <param name="remaining">How long may be waited.</param>
    /// <returns>The claim; where it is owned, the queue holds the request.</returns>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>: the request is not taken over.</exception>
    public async Task<Claim> TakeAsync(Arrival arrival, TimeSpan remaining)
    {
        var delay = DelayOf(arrival.Request);
        var claim = await ledger.OpenAsync(arrival, delay > TimeSpan.Zero ? SendState.Scheduled : SendState.Queued, remaining);
        if (!claim.IsOwned)
        {
            return claim;
        }

        var record = claim.Entry.Record;
        try
        {
            await PutAsync(arrival with { UnknownOutcomes = record.UnknownOutcomes }, record.Attempt, delay);
        }
        catch (Exception exception) when (StorageFaults.Is(exception))
        {
            log.QueueUnavailable(record.Id, StorageFaults.Cause(exception));
            await ledger.GiveBackAsync(claim.Entry, arrival, SendProblems.WithoutStorage, record.Attempt);
            throw;
        }

        await ledger.ConfirmAsync(claim.Entry);
        telemetry.Ended(record.Route, record.State == SendState.Scheduled ? MessageOutcomes.Scheduled : MessageOutcomes.Taken);
        if (record.State == SendState.Scheduled)
        {
            log.Scheduled(record.Id, record.DueAt);
        }
        else
        {
            log.Taken(record.Id);
        }

        return claim;
    }

    /// <summary>Puts a copy of a request onto the queue, for an attempt.</summary>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public async Task PutAsync(Arrival arrival, int attempt, TimeSpan delay)
    {
        using var timeout = new CancellationTokenSource(LongestPut, time);
        var envelope = new LaterEnvelope(arrival.Id, attempt, arrival.AcceptedAt, arrival.ExpiresAt, RequestWriter.Write(arrival.Request))
        {
            UnknownOutcomes = arrival.UnknownOutcomes,
            TraceParent = arrival.TraceParent,
        };
        await later.PutAsync(envelope, delay, timeout.Token);
    }

    /// <summary>How long a request waits for its <c>sendAt</c>; zero where it is due.</summary>
    public TimeSpan DelayOf(SendRequest request)
    {
        var delay = (request.SendAt ?? DateTimeOffset.MinValue) - time.GetUtcNow();
        return delay > TimeSpan.Zero ? delay : TimeSpan.Zero;
    }
}
