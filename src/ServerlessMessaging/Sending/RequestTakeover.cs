using ServerlessMessaging.Records;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending;

/// <summary>Takes a request over: a queue holds it until its time.</summary>
public sealed class RequestTakeover(SendLedger ledger, DeferredQueue later, SendLog log, SendTelemetry telemetry, TimeProvider time)
{
    private static readonly TimeSpan LongestPut = TimeSpan.FromSeconds(5);

    /// <summary>Claims a request for the queue and puts it there.</summary>
    /// <param name="incoming">What arrives.</param>
    /// <param name="remaining">How long may be waited.</param>
    /// <returns>The claim; where it is owned, the queue holds the request.</returns>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>: the request is not taken over.</exception>
    public async Task<Claim> TakeAsync(IncomingRequest incoming, TimeSpan remaining)
    {
        var delay = DelayOf(incoming.Request);
        var claim = await ledger.OpenAsync(incoming, delay > TimeSpan.Zero ? MessageState.Scheduled : MessageState.Queued, remaining);
        if (!claim.IsOwned)
        {
            return claim;
        }

        var record = claim.Record.Value;
        try
        {
            await PutAsync(incoming with { UnknownOutcomes = record.UnknownOutcomes }, record.Attempt, delay);
        }
        catch (Exception exception) when (StorageFaults.IsStorageException(exception))
        {
            log.QueueUnavailable(record.Id, StorageFaults.Cause(exception));
            await ledger.GiveBackAsync(claim.Record, incoming, SendProblems.WithoutStorage, record.Attempt);
            throw;
        }

        await ledger.ConfirmAsync(claim.Record);
        telemetry.Ended(record.Route, record.State == MessageState.Scheduled ? MessageOutcomes.Scheduled : MessageOutcomes.Taken);
        if (record.State == MessageState.Scheduled)
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
    public async Task PutAsync(IncomingRequest incoming, int attempt, TimeSpan delay)
    {
        using var timeout = new CancellationTokenSource(LongestPut, time);
        var envelope = new DeferredRequest(incoming.Id, attempt, incoming.AcceptedAt, incoming.ExpiresAt)
        {
            Payload = RequestWriter.Write(incoming.Request),
            UnknownOutcomes = incoming.UnknownOutcomes,
            TraceParent = incoming.TraceParent,
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
