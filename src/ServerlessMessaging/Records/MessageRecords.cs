using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Records;

/// <summary>The records of requests. Each has one owner at a time; the list by time is a copy of what lists show.</summary>
public sealed class MessageRecords(StorageAccount storage, MessagesByTime list, IOptions<RecordOptions> options, TimeProvider time)
{
    private readonly TableStore<MessageRecord> _records = new(storage, TableNames.MessageRecords, MessageRecordEntity.Write, MessageRecordEntity.Read, time);

    /// <summary>The record of a request, or null if there is none.</summary>
    public Task<Versioned<MessageRecord>?> FindAsync(string id, CancellationToken cancellationToken) => _records.FindAsync(KeyOf(id), cancellationToken);

    /// <summary>Claims a request, or tells why it cannot be claimed.</summary>
    /// <param name="request">The request.</param>
    /// <param name="target">The state it is claimed for: <c>Sending</c>, or <c>Queued</c> or <c>Scheduled</c> where a queue shall hold it.</param>
    /// <param name="owner">The mark of this claim, by which its own write is recognised whose response was lost.</param>
    /// <param name="cancellationToken">Ends the waiting for storage.</param>
    /// <exception cref="ContentionException">Others changed the record each time.</exception>
    public async Task<Claim> ClaimAsync(IncomingRequest request, MessageState target, string owner, CancellationToken cancellationToken)
    {
        var claim = RecordOf(request, target, owner);
        // The record of our own copy lists it already.
        var listing = request.IsCopy ? Task.CompletedTask : list.WriteAsync(claim);
        var claiming = _records.ClaimAsync(
            KeyOf(request.Id),
            claim,
            readsFirst: request.IsCopy,
            ClaimDecision.Claim,
            stored =>
            {
                var decision = StateTable.Decide(stored, request, claim.Fingerprint, options.Value.OnUnknownOutcome);
                return (decision, ReplacementOf(decision, stored.Value, claim, request));
            },
            cancellationToken);
        await Task.WhenAll(listing, claiming);
        var (decision, record) = await claiming;
        return new(decision, record);
    }

    /// <summary>Replaces a record and its entry in the list by time; null if the record is no longer the version that was read.</summary>
    public async Task<Versioned<MessageRecord>?> TryReplaceAsync(Versioned<MessageRecord> current, MessageRecord record, CancellationToken cancellationToken)
    {
        var listing = list.WriteAsync(record);
        var replacing = _records.TryReplaceAsync(KeyOf(record.Id), current.Version, record, cancellationToken);
        await Task.WhenAll(listing, replacing);
        if (await replacing is { } replaced)
        {
            return replaced;
        }

        var found = await FindAsync(record.Id, cancellationToken);
        if (found is not null && IsWriteOf(record, found.Value))
        {
            return found;
        }

        if (found is not null)
        {
            await list.WriteAsync(found.Value);
        }

        return null;
    }

    /// <summary>Replaces a record whose entry in the list by time stays the same; null if the record is no longer the version that was read.</summary>
    public Task<Versioned<MessageRecord>?> TryReplaceUnlistedAsync(Versioned<MessageRecord> current, MessageRecord record, CancellationToken cancellationToken) =>
        _records.TryReplaceAsync(KeyOf(record.Id), current.Version, record, cancellationToken);

    /// <summary>Changes a record and its entry in the list by time until no other change comes in between.</summary>
    /// <returns>The record as it is now, changed or not; null where there is none.</returns>
    /// <exception cref="ContentionException">Others changed the record each time.</exception>
    public async Task<Versioned<MessageRecord>?> ChangeAsync(string id, Func<Versioned<MessageRecord>, MessageRecord?> change, CancellationToken cancellationToken)
    {
        var changes = false;
        var record = await _records.ChangeAsync(
            KeyOf(id),
            stored =>
            {
                var changed = change(stored);
                changes = changed is not null;
                return changed;
            },
            cancellationToken);
        if (changes && record is not null)
        {
            await list.WriteAsync(record.Value);
        }

        return record;
    }

    /// <summary>Gives back a claim that may or may not have been written: nothing was sent under it.</summary>
    public Task ReleaseAsync(IncomingRequest request, string owner, CancellationToken cancellationToken) => ChangeAsync(
        request.Id,
        stored => stored.Value.Owner == owner && stored.Value.Lease is not null ? stored.Value with { State = StateBefore(stored.Value, request), Lease = null, DueAt = null } : null,
        cancellationToken);

    /// <summary>
    /// The state of a record whose claim is given back. A copy goes on waiting, so its id stays taken; what an operator forced stays unknown.
    /// </summary>
    public static MessageState StateBefore(MessageRecord record, IncomingRequest request) =>
        request.IsForced ? MessageState.Unknown
        : request.IsCopy && request.Attempt == record.Attempt ? MessageState.Deferred
        : MessageState.Failed;

    private static TableKey KeyOf(string id) => TableKey.ByHash(id);

    // A write whose response was lost meets its own trace; a receipt may have changed the record since.
    private static bool IsWriteOf(MessageRecord record, MessageRecord found) =>
        found.Lease is null && found.Owner == record.Owner && (found.State == record.State || (record.MessageId is not null && found.MessageId == record.MessageId));

    private MessageRecord RecordOf(IncomingRequest incoming, MessageState target, string owner) => new()
    {
        Id = incoming.Id,
        State = target,
        Attempt = Math.Max(1, incoming.Attempt),
        Fingerprint = Fingerprint.Compute(incoming.Request),
        Route = incoming.Request.To.Route,
        AcceptedAt = incoming.AcceptedAt,
        ReplyTo = incoming.Request.ReplyTo,
        Notify = incoming.Request.Notify,
        ExpiresAt = incoming.ExpiresAt,
        DueAt = target == MessageState.Scheduled ? incoming.Request.SendAt : null,
        IsQueued = incoming.IsFromQueue,
        UnknownOutcomes = incoming.UnknownOutcomes,
        Owner = owner,
        Lease = options.Value.Lease,
    };

    private static MessageRecord? ReplacementOf(ClaimDecision decision, MessageRecord record, MessageRecord claim, IncomingRequest incoming) => decision switch
    {
        ClaimDecision.Claim => Take(record, claim, incoming),
        ClaimDecision.ClaimAsUnknown when Take(record, claim, incoming) is var taken => taken with { UnknownOutcomes = taken.UnknownOutcomes + 1 },
        _ => null,
    };

    // What is remembered of earlier attempts stays; what this request says replaces the rest.
    private static MessageRecord Take(MessageRecord record, MessageRecord claim, IncomingRequest incoming) => claim with
    {
        Attempt = incoming.IsCopy && record.State is MessageState.Queued or MessageState.Scheduled or MessageState.Deferred
            ? Math.Max(record.Attempt, incoming.Attempt)
            : Math.Max(record.Attempt + 1, incoming.Attempt),
        IsQueued = record.IsQueued || claim.IsQueued,
        To = record.Fingerprint == claim.Fingerprint ? record.To : null,
        // The copy knows of a lost response even where the record of it could not be written.
        UnknownOutcomes = Math.Max(record.UnknownOutcomes, incoming.UnknownOutcomes),
        Failures = record.Failures,
    };
}
