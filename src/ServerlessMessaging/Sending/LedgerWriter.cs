using ServerlessMessaging.Records;
using ServerlessMessaging.Shutdown;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending;

/// <summary>Writes what happened. It has happened: a record that cannot be written changes an answer no more.</summary>
public sealed class LedgerWriter(MessageRecords records, RequestIndex index, StatusEventPublisher notices, RunningInvocations running, SendLog log, TimeProvider time)
{
    private const int Tries = 3;
    private static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstTimeout = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    // A response is not delayed longer by its record; the writing goes on in the background.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1.5);

    /// <summary>Ends our ownership of a record with its outcome.</summary>
    /// <param name="owned">The record as it was claimed.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="entry">What its index rows say; null where it was not sent.</param>
    public async Task CloseAsync(Versioned<MessageRecord> owned, MessageRecord outcome, IndexEntry? entry = null) =>
        await Task.WhenAny(WriteAsync(owned, outcome with { Lease = null }, entry), Task.Delay(LongestWait, time));

    // Index and status event come first, because no later attempt looks at a closed record; both may be written twice. The record does not wait for them long.
    private async Task WriteAsync(Versioned<MessageRecord> owned, MessageRecord closed, IndexEntry? entry)
    {
        using var invocation = running.Begin();
        Task IndexAsync(CancellationToken cancellationToken) => entry is null ? Task.CompletedTask : index.WriteAsync(closed.MessageId, entry, cancellationToken);
        Task PublishAsync(CancellationToken cancellationToken) => notices.PublishAsync(closed, cancellationToken);
        var first = await Task.WhenAll(TryAsync(IndexAsync, tries: 1, FirstTimeout), TryAsync(PublishAsync, tries: 1, FirstTimeout));
        await RecordAsync(owned, closed);
        if (first[0] is not null && await TryAsync(IndexAsync) is { } notIndexed)
        {
            log.IndexNotWritten(closed.Id, notIndexed);
        }

        if (first[1] is not null && await TryAsync(PublishAsync) is { } notPublished)
        {
            log.StatusNotTold(closed.Id, closed.State, notPublished);
        }
    }

    private async Task RecordAsync(Versioned<MessageRecord> owned, MessageRecord closed)
    {
        var cause = await TryAsync(async cancellationToken =>
        {
            if (await records.TryReplaceAsync(owned, closed, cancellationToken) is null)
            {
                log.TakenOver(closed.Id, closed.State);
            }
        });
        if (cause is not null)
        {
            log.OutcomeNotRecorded(closed.Id, closed.State, cause);
        }
    }

    // Null, or why it could not be done.
    private Task<string?> TryAsync(Func<CancellationToken, Task> write) => TryAsync(write, Tries, StorageTimeout);

    private async Task<string?> TryAsync(Func<CancellationToken, Task> write, int tries, TimeSpan limit)
    {
        var cause = string.Empty;
        for (var attempt = 1; attempt <= tries; attempt++)
        {
            using var timeout = new CancellationTokenSource(limit, time);
            try
            {
                await write(timeout.Token);
                return null;
            }
            catch (Exception exception) when (StorageFaults.IsStorageException(exception))
            {
                cause = StorageFaults.Cause(exception);
            }

            if (attempt < tries)
            {
                await Task.Delay(BetweenTries, time);
            }
        }

        return cause;
    }
}
