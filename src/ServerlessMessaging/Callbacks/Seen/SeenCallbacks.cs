using Microsoft.Extensions.Options;
using ServerlessMessaging.Callbacks.Routing;
using ServerlessMessaging.Serialization;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Callbacks.Seen;

/// <summary>Gives each callback one owner at a time, and remembers which were delivered.</summary>
public sealed class SeenCallbacks(StorageAccount storage, IOptions<CallbackOptions> options, TimeProvider time)
{
    private const int Turns = 20;
    private const int Tries = 3;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestTry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    private readonly ConditionalBlobs<SeenRecord> _records = new(storage, ContainerNames.CallbacksSeen, JsonContracts.Stored.SeenRecord, time);

    /// <summary>Claims a delivery, or tells why it cannot be.</summary>
    /// <param name="name">The name of its record.</param>
    /// <param name="attempt">The attempt that the copy stands for.</param>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public async Task<SeenClaim> TakeAsync(string name, int attempt)
    {
        using var timeout = new CancellationTokenSource(Longest, time);
        var claim = new SeenRecord(SeenState.Working, attempt) { Owner = Guid.NewGuid().ToString("N"), Lease = options.Value.Lease };
        for (var turn = 0; turn < Turns; turn++)
        {
            if (await TryAsync(name, claim, timeout.Token) is { } taken)
            {
                return taken;
            }
        }

        throw new UnreadableBlobException($"The record of callback {name} changed {Turns} times while it was being claimed.");
    }

    /// <summary>Ends a claim. What it says has happened: where it cannot be written, the lease ends the claim.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="state">What became of the callback.</param>
    /// <param name="attempt">The attempt that was made, or waits.</param>
    /// <param name="related">The request behind it, if it was found.</param>
    /// <returns>Null, or why it could not be written.</returns>
    public async Task<string?> CloseAsync(SeenClaim claim, SeenState state, int attempt, RelatedRequest? related)
    {
        var cause = string.Empty;
        for (var turn = 1; turn <= Tries; turn++)
        {
            using var timeout = new CancellationTokenSource(LongestTry, time);
            try
            {
                // Who took it over after our lease knows better.
                await _records.TryReplaceAsync(claim.Name, claim.Stored.Version, new SeenRecord(state, attempt) { Related = related }, timeout.Token);
                return null;
            }
            catch (Exception exception) when (StorageFaults.Is(exception))
            {
                cause = StorageFaults.Cause(exception);
                await Task.Delay(BetweenTries, time);
            }
        }

        return cause;
    }

    /// <summary>The record, or null if there is none.</summary>
    public Task<StoredRecord<SeenRecord>?> FindAsync(string name, CancellationToken cancellationToken) => _records.ReadAsync(name, cancellationToken);

    /// <summary>Lets a callback be delivered again from its first attempt.</summary>
    /// <returns>False where somebody else changed the record in between.</returns>
    public async Task<bool> ReopenAsync(string name, StoredRecord<SeenRecord>? stored, CancellationToken cancellationToken)
    {
        var waiting = new SeenRecord(SeenState.Waiting, Attempt: 0) { Related = stored?.Record.Related };
        return (stored is null
            ? await _records.TryCreateAsync(name, waiting, cancellationToken)
            : await _records.TryReplaceAsync(name, stored.Version, waiting, cancellationToken)) is not null;
    }

    /// <summary>Remembers that a callback was set aside which no attempt could handle.</summary>
    public async Task FailAsync(string name, StoredRecord<SeenRecord>? stored, int attempt, CancellationToken cancellationToken)
    {
        var failed = new SeenRecord(SeenState.Failed, attempt) { Related = stored?.Record.Related };
        await (stored is null
            ? _records.TryCreateAsync(name, failed, cancellationToken)
            : _records.TryReplaceAsync(name, stored.Version, failed, cancellationToken));
    }

    private async Task<SeenClaim?> TryAsync(string name, SeenRecord claim, CancellationToken cancellationToken)
    {
        // Most callbacks are new: creating first saves them a read.
        if (await _records.TryCreateAsync(name, claim, cancellationToken) is { } created)
        {
            return new(SeenVerdict.Claimed, name, created);
        }

        if (await _records.ReadAsync(name, cancellationToken) is not { } stored)
        {
            return null;
        }

        if (stored.Record.Owner == claim.Owner)
        {
            // Our own write, whose answer was lost on the way.
            return new(SeenVerdict.Claimed, name, stored);
        }

        var verdict = Decide(stored, claim.Attempt);
        return verdict != SeenVerdict.Claimed ? new(verdict, name, stored)
            : await _records.TryReplaceAsync(name, stored.Version, claim with { Related = stored.Record.Related }, cancellationToken) is { } replaced ? new(verdict, name, replaced)
            : null;
    }

    // A copy older than the record is never the last: the message of the attempt that it names is on the queue.
    private static SeenVerdict Decide(StoredRecord<SeenRecord> stored, int attempt) =>
        stored.Record.State is SeenState.Done or SeenState.Failed || attempt < stored.Record.Attempt ? SeenVerdict.Over
        : stored.LeftOf(stored.Record.Lease) > TimeSpan.Zero ? SeenVerdict.InProgress
        : SeenVerdict.Claimed;
}
