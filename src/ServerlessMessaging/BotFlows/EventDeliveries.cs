namespace ServerlessMessaging.BotFlows;

/// <summary>Whether an event may be delivered now. Superseded: it was delivered or dead-lettered, or a newer copy of it waits.</summary>
public enum DeliveryClaimDecision
{
    Claimed,
    InProgress,
    Superseded,
}

/// <summary>The outcome of a claim of a delivery, with the delivery's record as it is stored.</summary>
public sealed record DeliveryClaim(DeliveryClaimDecision Decision, string EventId, Versioned<DeliveryRecord> Record);

/// <summary>Gives the delivery of each event one owner at a time, and remembers which events were delivered.</summary>
public sealed partial class EventDeliveries(StorageAccount storage, IOptions<CallbackOptions> options, TimeProvider time, ILogger<EventDeliveries> logger)
{
    private const int CloseTries = 3;
    private static readonly TimeSpan ClaimTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    private readonly TableStore<DeliveryRecord> _records = new(storage, TableNames.EventDeliveries, DeliveryRecord.Write, DeliveryRecord.Read, time);

    /// <summary>Claims a delivery, or returns why it cannot be claimed.</summary>
    /// <param name="attempt">The attempt that the queue message stands for; from the second on a record is expected.</param>
    /// <param name="related">The request behind the event, unless an earlier claim found it; null where it is not known yet.</param>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public async Task<DeliveryClaim> ClaimAsync(string eventId, int attempt, RelatedRequest? related)
    {
        using var timeout = new CancellationTokenSource(ClaimTimeout, time);
        var claim = new DeliveryRecord(DeliveryState.Delivering, attempt) { Owner = Guid.NewGuid().ToString("N"), Lease = options.Value.Lease, Related = related };
        var (decision, record) = await _records.ClaimAsync(
            TableKey.ByHash(eventId),
            claim,
            isOwn: stored => stored.Owner == claim.Owner,
            readsFirst: attempt > 1,
            DeliveryClaimDecision.Claimed,
            stored => Decide(stored, attempt) is var decided && decided == DeliveryClaimDecision.Claimed
                ? (decided, claim with { Related = stored.Value.Related ?? related })
                : (decided, null),
            timeout.Token);
        return new(decision, eventId, record);
    }

    /// <summary>Ends a claim. The delivery has happened and must not be repeated: a write that fails is logged, and the lease ends the claim.</summary>
    public async Task CloseAsync(DeliveryClaim claim, DeliveryState state, int attempt, RelatedRequest? related)
    {
        var cause = string.Empty;
        for (var attempted = 1; attempted <= CloseTries; attempted++)
        {
            using var timeout = new CancellationTokenSource(CloseTimeout, time);
            try
            {
                // If the lease ended and another process claimed the delivery, its state counts.
                var record = new DeliveryRecord(state, attempt) { Related = related, Owner = claim.Record.Value.Owner };
                await _records.TryReplaceAsync(TableKey.ByHash(claim.EventId), claim.Record.Version, record, timeout.Token);
                return;
            }
            catch (Exception exception) when (StorageFaults.IsStorageException(exception))
            {
                cause = StorageFaults.Cause(exception);
                await Task.Delay(RetryDelay, time, CancellationToken.None);
            }
        }

        Log.NotRecorded(logger, claim.EventId, state, cause);
    }

    /// <summary>The record of a delivery, or null if there is none.</summary>
    public Task<Versioned<DeliveryRecord>?> FindAsync(string eventId, CancellationToken cancellationToken) => _records.FindAsync(TableKey.ByHash(eventId), cancellationToken);

    /// <summary>The record of a delivery, or null if there is none that can be read.</summary>
    public async Task<Versioned<DeliveryRecord>?> TryFindAsync(string eventId, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(eventId, cancellationToken);
        }
        catch (UnreadableRecordException)
        {
            return null;
        }
    }

    /// <summary>Sets the state of a delivery without a claim.</summary>
    /// <returns>False where the record changed in between.</returns>
    public async Task<bool> TrySetAsync(string eventId, Versioned<DeliveryRecord>? stored, DeliveryState state, int attempt, CancellationToken cancellationToken)
    {
        var record = new DeliveryRecord(state, attempt) { Related = stored?.Value.Related };
        return (stored is null
            ? await _records.TryInsertAsync(TableKey.ByHash(eventId), record, cancellationToken)
            : await _records.TryReplaceAsync(TableKey.ByHash(eventId), stored.Version, record, cancellationToken)) is not null;
    }

    // A copy older than the record is never the last: the message of the attempt that the record names is on the queue.
    private static DeliveryClaimDecision Decide(Versioned<DeliveryRecord> stored, int attempt) =>
        stored.Value.State is DeliveryState.Completed or DeliveryState.DeadLettered || attempt < stored.Value.Attempt ? DeliveryClaimDecision.Superseded
        : stored.LeaseRemaining() > TimeSpan.Zero ? DeliveryClaimDecision.InProgress
        : DeliveryClaimDecision.Claimed;

    private static partial class Log
    {
        [LoggerMessage(EventIds.CallbackNotRecorded, LogLevel.Error, "Callback {BotFlowEventId} is {State}, but its record could not be written ({Cause}); the bot flow may get its event twice")]
        public static partial void NotRecorded(ILogger logger, string botFlowEventId, DeliveryState state, string cause);
    }
}
