using ServerlessMessaging.Records;

namespace ServerlessMessaging.Sending;

/// <summary>Accepts requests to be sent later: a queue holds them until they are due.</summary>
public sealed class DeferredRequestQueue(SendRecords records, DeferredQueue queue, SendLog log, SendTelemetry telemetry, TimeProvider time)
{
    private static readonly TimeSpan PutTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Claims a request for the queue and puts it there.</summary>
    /// <param name="remaining">The maximum wait.</param>
    /// <returns>The claim; where it is owned, the queue holds the request.</returns>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>: the request is not accepted.</exception>
    public async Task<Claim> AcceptAsync(IncomingRequest incoming, TimeSpan remaining)
    {
        var delay = DelayOf(incoming.Request);
        var claim = await records.ClaimAsync(incoming, delay > TimeSpan.Zero ? MessageState.Scheduled : MessageState.Queued, remaining);
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
            await records.ReleaseClaimAsync(claim.Record, incoming, SendProblems.WithoutStorage, record.Attempt);
            throw;
        }

        await records.ConfirmQueuedAsync(claim.Record);
        if (record.State == MessageState.Scheduled)
        {
            telemetry.Ended(record.Route, MessageOutcomes.Scheduled);
            log.Scheduled(record.Id, record.DueAt);
        }
        else
        {
            telemetry.Ended(record.Route, MessageOutcomes.Accepted);
            log.Accepted(record.Id);
        }

        return claim;
    }

    /// <summary>Puts a copy of a request for an attempt onto the queue.</summary>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public async Task PutAsync(IncomingRequest incoming, int? attempt, TimeSpan delay)
    {
        using var timeout = new CancellationTokenSource(PutTimeout, time);
        var copy = new DeferredRequest(incoming.Id, attempt, incoming.AcceptedAt, incoming.ExpiresAt)
        {
            Payload = RequestWriter.Write(incoming.Request),
            UnknownOutcomes = incoming.UnknownOutcomes,
            EndedOwner = incoming.EndedOwner,
            TraceParent = incoming.TraceParent,
        };
        await queue.PutAsync(copy, delay, timeout.Token);
    }

    private TimeSpan DelayOf(SendRequest request)
    {
        var delay = (request.SendAt ?? DateTimeOffset.MinValue) - time.GetUtcNow();
        return delay > TimeSpan.Zero ? delay : TimeSpan.Zero;
    }
}
