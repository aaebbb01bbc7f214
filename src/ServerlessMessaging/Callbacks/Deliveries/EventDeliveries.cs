using ServerlessMessaging.Callbacks.Routing;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Callbacks.Deliveries;

/// <summary>Gives the delivery of each event one owner at a time, and remembers which events were delivered.</summary>
public sealed class EventDeliveries(StorageAccount storage, IOptions<CallbackOptions> options, TimeProvider time)
{
    private const int CloseTries = 3;
    private static readonly TimeSpan ClaimTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    private readonly TableStore<DeliveryRecord> _records = new(storage, TableNames.EventDeliveries, DeliveryRecord.Write, DeliveryRecord.Read, time);

    /// <summary>Claims a delivery, or tells why it cannot be claimed.</summary>
    /// <param name="eventId">The event's id.</param>
    /// <param name="attempt">The attempt that the queue message stands for; from the second on a record is expected.</param>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public async Task<DeliveryClaim> ClaimAsync(string eventId, int attempt)
    {
        using var timeout = new CancellationTokenSource(ClaimTimeout, time);
        var claim = new DeliveryRecord(DeliveryState.Delivering, attempt) { Owner = Guid.NewGuid().ToString("N"), Lease = options.Value.Lease };
        var (decision, record) = await _records.ClaimAsync(
            KeyOf(eventId),
            claim,
            readsFirst: attempt > 1,
            DeliveryDecision.Claimed,
            stored => Decide(stored, attempt) is var decided && decided == DeliveryDecision.Claimed
                ? (decided, claim with { Related = stored.Value.Related })
                : (decided, null),
            timeout.Token);
        return new(decision, eventId, record);
    }

    /// <summary>Ends a claim. What it says has happened: where it cannot be written, the lease ends the claim.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="state">How far the delivery has come.</param>
    /// <param name="attempt">The attempt that was made, or waits.</param>
    /// <param name="related">The request behind the event, if it was found.</param>
    /// <returns>Null, or why it could not be written.</returns>
    public async Task<string?> CloseAsync(DeliveryClaim claim, DeliveryState state, int attempt, RelatedRequest? related)
    {
        var cause = string.Empty;
        for (var attempted = 1; attempted <= CloseTries; attempted++)
        {
            using var timeout = new CancellationTokenSource(CloseTimeout, time);
            try
            {
                // Where another claim followed this one's lease, that one knows better.
                await _records.TryReplaceAsync(KeyOf(claim.EventId), claim.Record.Version, new(state, attempt) { Related = related, Owner = claim.Record.Value.Owner }, timeout.Token);
                return null;
            }
            catch (Exception exception) when (StorageFaults.IsStorageException(exception))
            {
                cause = StorageFaults.Cause(exception);
                await Task.Delay(RetryDelay, time, CancellationToken.None);
            }
        }

        return cause;
    }

    /// <summary>The record of a delivery, or null if there is none.</summary>
    public Task<Versioned<DeliveryRecord>?> FindAsync(string eventId, CancellationToken cancellationToken) => _records.FindAsync(KeyOf(eventId), cancellationToken);

    /// <summary>Lets an event be delivered again from its first attempt.</summary>
    /// <returns>False where the record changed in between.</returns>
    public Task<bool> TryReopenAsync(string eventId, Versioned<DeliveryRecord>? stored, CancellationToken cancellationToken) =>
        TryWriteAsync(eventId, stored, new(DeliveryState.Waiting, Attempt: 1) { Related = stored?.Value.Related }, cancellationToken);

    /// <summary>Records that an event became a dead-letter message without an attempt.</summary>
    public Task<bool> TryFailAsync(string eventId, Versioned<DeliveryRecord>? stored, int attempt, CancellationToken cancellationToken) =>
        TryWriteAsync(eventId, stored, new(DeliveryState.DeadLettered, attempt) { Related = stored?.Value.Related }, cancellationToken);

    private static TableKey KeyOf(string eventId) => TableKey.ByHash(eventId);

    private async Task<bool> TryWriteAsync(string eventId, Versioned<DeliveryRecord>? stored, DeliveryRecord record, CancellationToken cancellationToken) =>
        (stored is null
            ? await _records.TryInsertAsync(KeyOf(eventId), record, cancellationToken)
            : await _records.TryReplaceAsync(KeyOf(eventId), stored.Version, record, cancellationToken)) is not null;

    // A copy older than the record is never the last: the message of the attempt that the record names is on the queue.
    private static DeliveryDecision Decide(Versioned<DeliveryRecord> stored, int attempt) =>
        stored.Value.State is DeliveryState.Completed or DeliveryState.DeadLettered || attempt < stored.Value.Attempt ? DeliveryDecision.Superseded
        : stored.LeaseRemaining() > TimeSpan.Zero ? DeliveryDecision.InProgress
        : DeliveryDecision.Claimed;
}
