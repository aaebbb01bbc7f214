using ServerlessMessaging.Records;
using ServerlessMessaging.Sending.Posting;
using ServerlessMessaging.Shutdown;

namespace ServerlessMessaging.Sending;

/// <summary>Claims a request's record before the send and writes the outcome after it. A record that cannot be written does not change the response.</summary>
public sealed class SendRecords(
    MessageRecords records, RequestIndex index, RecentSends recentSends, MessageContents contents, StatusEventPublisher statusEvents, RunningInvocations running, SendLog log, TimeProvider time)
{
    private const int Tries = 3;
    private static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstTryTimeout = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ClaimTimeout = TimeSpan.FromSeconds(5);

    // The maximum delay of a response by its record; the write continues in the background.
    private static readonly TimeSpan MaxResponseDelay = TimeSpan.FromSeconds(1.5);

    /// <summary>Claims a request.</summary>
    /// <param name="target"><c>Sending</c>, or the state for a queue.</param>
    /// <param name="remaining">The maximum wait; never more than 5 s.</param>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>: nothing is claimed.</exception>
    public async Task<Claim> ClaimAsync(IncomingRequest incoming, MessageState target, TimeSpan remaining)
    {
        var owner = Guid.NewGuid().ToString("N");
        using var timeout = new CancellationTokenSource(remaining < ClaimTimeout ? remaining : ClaimTimeout, time);
        try
        {
            // In parallel, so that nobody waits for it; without a claim it does no harm.
            var preparing = target == MessageState.Sending && incoming.Request.To.Customer is { } customer ? PrepareAsync(incoming.Request, customer) : Task.CompletedTask;
            var claiming = records.ClaimAsync(incoming, target, owner, timeout.Token);
            await Task.WhenAll(preparing, claiming);
            var claim = await claiming;
            if (claim.Decision == ClaimDecision.ClaimAsUnknown || (claim.IsOwned && claim.Record.Value.UnknownOutcomes > 0))
            {
                log.Resent(incoming.Id, claim.Record.Value.Attempt);
            }

            return claim;
        }
        catch (Exception exception) when (StorageFaults.IsStorageException(exception))
        {
            log.StorageUnavailable(incoming.Id, StorageFaults.Cause(exception));
            // The claim may have been written; without a release it would block the id until its lease ends.
            _ = ReleaseAsync(incoming, owner);
            throw;
        }
    }

    /// <summary>Records that a queue holds the request.</summary>
    public async Task ConfirmQueuedAsync(Versioned<MessageRecord> owned)
    {
        // If this fails, the delivery of the copy changes the record.
        if (await TryAsync(token => records.TryReplaceUnlistedAsync(owned, owned.Value with { IsQueued = true, Lease = null }, token), tries: 1, StorageTimeout) is { } cause)
        {
            log.OutcomeNotRecorded(owned.Value.Id, owned.Value.State, cause);
        }
    }

    /// <summary>Records that the message was sent, and indexes it by Genesys' ids.</summary>
    public async Task<SendResponse> CompleteAsync(Versioned<MessageRecord> owned, Posted posted, SendRequest request)
    {
        var sent = owned.Value with { State = MessageState.Sent, To = posted.To, MessageId = posted.MessageId, Degradations = posted.Degradations, DueAt = null };
        await CloseAsync(owned, sent, new IndexEntry(sent.Id, posted.To, time.GetUtcNow())
        {
            ReplyTo = sent.ReplyTo,
            MessageId = posted.MessageId,
            ContentHash = contents.HashOf(request),
            ImBacks = ImBackTexts.From(request.Message),
            Options = ReplyOptions.From(request.Message, posted.To.Route),
        });
        return SendResponse.From(sent);
    }

    /// <summary>Records that no further attempt is made. Only an operator may send again what may have been sent.</summary>
    public Task FailAsync(Versioned<MessageRecord> owned, Problem problem) =>
        CloseAsync(owned, WithFailure(owned.Value, problem) with { State = owned.Value.EndState, DueAt = null });

    /// <summary>Records that a queue holds the request for its next attempt.</summary>
    public async Task<SendResponse> DeferAsync(Versioned<MessageRecord> owned, Problem problem, DateTimeOffset dueAt)
    {
        var deferred = WithFailure(owned.Value, problem) with { State = MessageState.Deferred, Attempt = owned.Value.Attempt + 1, DueAt = dueAt, IsQueued = true };
        await CloseAsync(owned, deferred);
        return SendResponse.From(deferred);
    }

    /// <summary>Releases a claim because the request could not be queued: its caller or its queue repeats it.</summary>
    /// <param name="refusedAttempt">The attempt of the copy that could not be queued. The put may have succeeded, so the record of a caller gets a higher attempt.</param>
    public Task ReleaseClaimAsync(Versioned<MessageRecord> owned, IncomingRequest incoming, Problem problem, int refusedAttempt) => CloseAsync(
        owned,
        WithFailure(owned.Value, problem) with
        {
            State = MessageRecords.StateBefore(owned.Value, incoming),
            // A queue delivers its message again, and its copies are interchangeable.
            Attempt = incoming.IsFromQueue ? owned.Value.Attempt : refusedAttempt + 1,
            DueAt = null,
        });

    // Genesys posts the message to the webhook too, perhaps before its index rows are written.
    private async Task PrepareAsync(SendRequest request, CustomerReference customer)
    {
        var causes = await Task.WhenAll(
            TryAsync(token => recentSends.AddAsync(request.Id!, customer, token), tries: 1, FirstTryTimeout),
            TryAsync(token => contents.KeepAsync(request, token), tries: 1, FirstTryTimeout));
        if ((causes[0] ?? causes[1]) is { } cause)
        {
            log.NotPrepared(request.Id!, cause);
        }
    }

    private MessageRecord WithFailure(MessageRecord record, Problem problem) =>
        record.WithFailure(new(time.GetUtcNow(), record.Attempt, problem.Code.Code, problem.Detail));

    private async Task CloseAsync(Versioned<MessageRecord> owned, MessageRecord outcome, IndexEntry? entry = null) =>
        await Task.WhenAny(WriteAsync(owned, outcome with { Lease = null }, entry), Task.Delay(MaxResponseDelay, time));

    // Index and status event are first, because no attempt follows a closed record; both may be written twice. The record waits for them briefly.
    private async Task WriteAsync(Versioned<MessageRecord> owned, MessageRecord closed, IndexEntry? entry)
    {
        using var invocation = running.Begin();
        Task IndexAsync(CancellationToken token) => entry is null ? Task.CompletedTask : index.WriteAsync(entry, token);
        Task PublishAsync(CancellationToken token) => statusEvents.PublishAsync(closed, token);
        var first = await Task.WhenAll(TryAsync(IndexAsync, tries: 1, FirstTryTimeout), TryAsync(PublishAsync, tries: 1, FirstTryTimeout));
        if (await TryAsync(token => ReplaceAsync(owned, closed, token), Tries, StorageTimeout) is { } notRecorded)
        {
            log.OutcomeNotRecorded(closed.Id, closed.State, notRecorded);
        }

        if (first[0] is not null && await TryAsync(IndexAsync, Tries, StorageTimeout) is { } notIndexed)
        {
            log.IndexNotWritten(closed.Id, notIndexed);
        }

        if (first[1] is not null && await TryAsync(PublishAsync, Tries, StorageTimeout) is { } notPublished)
        {
            log.StatusEventNotPublished(closed.Id, closed.State, notPublished);
        }
    }

    private async Task ReplaceAsync(Versioned<MessageRecord> owned, MessageRecord closed, CancellationToken cancellationToken)
    {
        if (await records.TryReplaceAsync(owned, closed, cancellationToken) is null)
        {
            log.LeaseLost(closed.Id, closed.State);
        }
    }

    private async Task ReleaseAsync(IncomingRequest incoming, string owner)
    {
        using var invocation = running.Begin();
        // If this fails, the lease ends by itself.
        await TryAsync(token => records.ReleaseAsync(incoming, owner, token), tries: 1, StorageTimeout);
    }

    /// <returns>Null, or why it could not be done.</returns>
    private async Task<string?> TryAsync(Func<CancellationToken, Task> write, int tries, TimeSpan limit)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var timeout = new CancellationTokenSource(limit, time);
            try
            {
                await write(timeout.Token);
                return null;
            }
            catch (Exception exception) when (StorageFaults.IsStorageException(exception))
            {
                if (attempt >= tries)
                {
                    return StorageFaults.Cause(exception);
                }
            }

            await Task.Delay(BetweenTries, time);
        }
    }
}
