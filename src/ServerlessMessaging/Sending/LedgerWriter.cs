using ServerlessMessaging.Draining;
using ServerlessMessaging.Journal;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending;

/// <summary>Writes what happened. It has happened: a record that cannot be written changes an answer no more.</summary>
public sealed class LedgerWriter(IJournal journal, MessageIndex index, StatusNotices notices, RunningInvocations running, SendLog log, TimeProvider time)
{
    private const int Tries = 3;
    private static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstNotice = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    // An answer is not held longer for its record; the writing goes on behind it.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1.5);

    /// <summary>Ends our ownership of a record with its outcome.</summary>
    /// <param name="owned">The record as it was claimed.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="entry">The way back from Genesys' ids, where there is one.</param>
    public async Task CloseAsync(JournalEntry owned, SendRecord outcome, IndexEntry? entry = null)
    {
        var writing = new List<Task> { TellAndRecordAsync(owned, outcome with { Owner = null, Lease = null }) };
        if (entry is not null)
        {
            writing.Add(IndexAsync(outcome.MessageId, entry));
        }

        await Task.WhenAny(Task.WhenAll(writing), Task.Delay(LongestWait, time));
    }

    // First the notice: told twice is told once, and a record that is closed is looked at by nobody. But the record does not wait for it long.
    private async Task TellAndRecordAsync(JournalEntry owned, SendRecord closed)
    {
        using var invocation = running.Begin();
        var isTold = await TryTellAsync(closed);
        await RecordAsync(owned, closed);
        if (!isTold && await TryAsync(cancellationToken => notices.TellAsync(closed, cancellationToken)) is { } cause)
        {
            log.StatusNotTold(closed.Id, closed.State, cause);
        }
    }

    private async Task<bool> TryTellAsync(SendRecord closed)
    {
        using var timeout = new CancellationTokenSource(FirstNotice, time);
        try
        {
            await notices.TellAsync(closed, timeout.Token);
            return true;
        }
        catch (Exception exception) when (StorageFaults.Is(exception))
        {
            return false;
        }
    }

    private async Task RecordAsync(JournalEntry owned, SendRecord closed)
    {
        var cause = await TryAsync(async cancellationToken =>
        {
            try
            {
                if (await journal.TryReplaceAsync(owned, closed, cancellationToken) is null && !await IsWrittenAsync(closed, cancellationToken))
                {
                    log.TakenOver(closed.Id, closed.State);
                }
            }
            catch (ArgumentException)
            {
                // Too much to remember: what happened counts more than how it came about.
                closed = closed with { Failures = null, To = null };
                await journal.TryReplaceAsync(owned, closed, cancellationToken);
            }
        });
        if (cause is not null)
        {
            log.OutcomeNotRecorded(closed.Id, closed.State, cause);
        }
    }

    private async Task IndexAsync(string? messageId, IndexEntry entry)
    {
        var cause = await TryAsync(async cancellationToken =>
        {
            try
            {
                await index.WriteAsync(messageId, entry, cancellationToken);
            }
            catch (ArgumentException)
            {
                // Too much for one entry: the buttons matter more than what they say.
                await index.WriteAsync(messageId, entry with { ImBacks = null }, cancellationToken);
            }
        });
        if (cause is not null)
        {
            log.IndexNotWritten(entry.Id, cause);
        }
    }

    // Null, or why it could not be done.
    private async Task<string?> TryAsync(Func<CancellationToken, Task> write)
    {
        using var invocation = running.Begin();
        var cause = string.Empty;
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            using var timeout = new CancellationTokenSource(StorageTimeout, time);
            try
            {
                await write(timeout.Token);
                return null;
            }
            catch (Exception exception) when (StorageFaults.Is(exception) || exception is ArgumentException)
            {
                // Nobody would see it who waits no longer, not even that it is too large.
                cause = StorageFaults.Cause(exception);
                await Task.Delay(BetweenTries, time);
            }
        }

        return cause;
    }

    // A write whose answer was lost is repeated by the SDK and meets its own trace.
    private async Task<bool> IsWrittenAsync(SendRecord closed, CancellationToken cancellationToken) =>
        await journal.ReadAsync(closed.Id, cancellationToken) is { Record: var record } && record.State == closed.State && record.Attempt == closed.Attempt;
}
