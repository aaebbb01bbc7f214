namespace ServerlessMessaging.Records;

/// <summary>
/// The records of requests, each with one owner at a time. The list data is copied into <see cref="TableNames.MessagesByTime"/>.
/// The record is authoritative, so a row of the list that cannot be written is not an error of the request.
/// </summary>
public sealed partial class MessageRecords(StorageAccount storage, IOptions<RecordsOptions> options, TimeProvider time, ILogger<MessageRecords> logger)
{
    private static readonly TimeSpan ListTimeout = TimeSpan.FromSeconds(2);

    private readonly TableStore<MessageRecord> _records = new(storage, TableNames.MessageRecords, Write, ReadRecord, time);
    private readonly TableStore<MessageSummary> _list = new(storage, TableNames.MessagesByTime, Write, ReadSummary, time);

    /// <summary>The record of a request, or null if there is none.</summary>
    public Task<Versioned<MessageRecord>?> FindAsync(string id, CancellationToken cancellationToken) => _records.FindAsync(KeyOf(id), cancellationToken);

    /// <summary>Claims a request, or returns why it cannot be claimed.</summary>
    /// <param name="target">The state it is claimed for: <c>Sending</c>, or <c>Queued</c> or <c>Scheduled</c> for a queue.</param>
    /// <param name="owner">The mark of this claim, by which its own write is recognised whose response was lost.</param>
    /// <param name="cancellationToken">Ends the waiting for storage.</param>
    /// <exception cref="ContentionException">Other processes changed the record each time.</exception>
    public async Task<Claim> ClaimAsync(IncomingRequest request, MessageState target, string owner, CancellationToken cancellationToken)
    {
        var claim = RecordOf(request, target, owner);
        // The record of a copy is in the list already.
        var listing = request.IsCopy ? Task.CompletedTask : WriteListRowAsync(claim);
        var claiming = _records.ClaimAsync(
            KeyOf(request.Id),
            claim,
            isOwn: stored => stored.Owner == owner,
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

    /// <summary>Replaces a record and its row in the list; null if the record is no longer the version that was read.</summary>
    public async Task<Versioned<MessageRecord>?> TryReplaceAsync(Versioned<MessageRecord> current, MessageRecord record, CancellationToken cancellationToken)
    {
        var listing = WriteListRowAsync(record);
        var replacing = TryReplaceUnlistedAsync(current, record, cancellationToken);
        await Task.WhenAll(listing, replacing);
        if (await replacing is { } replaced)
        {
            return replaced;
        }

        var found = await FindAsync(record.Id, cancellationToken);
        if (found is null || IsWriteOf(record, found.Value))
        {
            return found;
        }

        await WriteListRowAsync(found.Value);
        return null;
    }

    /// <summary>Replaces a record whose row in the list stays the same; null if the record is no longer the version that was read.</summary>
    public Task<Versioned<MessageRecord>?> TryReplaceUnlistedAsync(Versioned<MessageRecord> current, MessageRecord record, CancellationToken cancellationToken) =>
        _records.TryReplaceAsync(KeyOf(record.Id), current.Version, record, cancellationToken);

    /// <summary>Changes a record and its row in the list until no other change comes in between.</summary>
    /// <returns>The record as it is now, changed or not; null where there is none.</returns>
    /// <exception cref="ContentionException">Other processes changed the record each time.</exception>
    public async Task<Versioned<MessageRecord>?> ChangeAsync(string id, Func<Versioned<MessageRecord>, MessageRecord?> change, CancellationToken cancellationToken)
    {
        MessageRecord? changed = null;
        var record = await _records.ChangeAsync(KeyOf(id), stored => changed = change(stored), cancellationToken);
        if (changed is not null && record is not null)
        {
            await WriteListRowAsync(record.Value);
        }

        return record;
    }

    /// <summary>Releases a claim that may or may not have been written: nothing was sent under it.</summary>
    public Task ReleaseAsync(IncomingRequest request, string owner, CancellationToken cancellationToken) => ChangeAsync(
        request.Id,
        stored => stored.Value.Owner == owner && stored.Value.Lease is not null ? stored.Value with { State = StateBefore(stored.Value, request), Lease = null, DueAt = null } : null,
        cancellationToken);

    /// <summary>
    /// The state of a record whose claim is released. A copy stays queued, so its id stays in use; what was unknown and forced stays unknown.
    /// </summary>
    public static MessageState StateBefore(MessageRecord record, IncomingRequest request) =>
        request.IsForced ? record.EndState
        : request.IsCopy && request.Attempt == record.Attempt ? MessageState.Deferred
        : MessageState.Failed;

    private static TableKey KeyOf(string id) => TableKey.ByHash(id);

    private async Task WriteListRowAsync(MessageRecord record)
    {
        var summary = new MessageSummary(record);
        using var timeout = new CancellationTokenSource(ListTimeout, time);
        try
        {
            await _list.PutAsync(ListKeyOf(summary), summary, timeout.Token);
        }
        catch (Exception exception) when (StorageFaults.IsStorageException(exception))
        {
            Log.NotListed(logger, record.Id, record.State, StorageFaults.Cause(exception));
        }
    }

    // A write whose response was lost finds its own record, which a receipt may have changed.
    private static bool IsWriteOf(MessageRecord record, MessageRecord found) =>
        found.Lease is null && found.Owner == record.Owner && (found.State == record.State || (record.MessageId is not null && found.MessageId == record.MessageId));

    private MessageRecord RecordOf(IncomingRequest incoming, MessageState target, string owner) => new()
    {
        Id = incoming.Id,
        State = target,
        Attempt = incoming.Attempt ?? 1,
        Fingerprint = RequestWriter.Fingerprint(incoming.Request),
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

    // The data of earlier attempts stays; the rest is from this request.
    private static MessageRecord? ReplacementOf(ClaimDecision decision, MessageRecord record, MessageRecord claim, IncomingRequest incoming) =>
        decision is not (ClaimDecision.Claim or ClaimDecision.ClaimAsUnknown) ? null : claim with
        {
            Attempt = incoming.IsCopy && record.State is MessageState.Queued or MessageState.Scheduled or MessageState.Deferred
                ? Math.Max(record.Attempt, incoming.Attempt ?? 1)
                : Math.Max(record.Attempt + 1, incoming.Attempt ?? 1),
            IsQueued = record.IsQueued || claim.IsQueued,
            To = record.Fingerprint == claim.Fingerprint ? record.To : null,
            // The copy counts a lost response even where the record could not be written.
            UnknownOutcomes = Math.Max(record.UnknownOutcomes, incoming.UnknownOutcomes) + (decision == ClaimDecision.ClaimAsUnknown ? 1 : 0),
            Failures = record.Failures,
        };

    private static partial class Log
    {
        [LoggerMessage(EventIds.ListRowNotWritten, LogLevel.Warning, "Message {Id} is {State}, but its row in the list by time could not be written ({Cause}); its next change writes it again")]
        public static partial void NotListed(ILogger logger, string id, MessageState state, string cause);
    }
}
