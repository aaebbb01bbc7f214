using Azure.Data.Tables;

namespace ServerlessMessaging.Records;

/// <summary>A page of a list of messages.</summary>
/// <param name="Items">The messages, newest first; may be empty though more follow.</param>
/// <param name="Continuation">Where the next page begins; null after the last.</param>
public sealed record MessagePage(IReadOnlyList<MessageSummary> Items, string? Continuation);

/// <summary>Lists messages by the time of their acceptance, newest first. The rows are copies; those that may be outdated are read from their records.</summary>
public sealed partial class MessageList(StorageAccount storage, MessageRecords records, TimeProvider time, ILogger<MessageList> logger)
{
    private const int MaxScannedRows = 5000;
    private const int FilteredPageSize = 1000;
    private const int ParallelReads = 16;
    private const int BadRequest = 400;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    // After this time the owner has died, and its row may stay "sending".
    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(15);

    private readonly TableStore<MessageSummary> _rows = new(storage, TableNames.MessagesByTime, MessageRecords.Write, MessageRecords.ReadSummary, time);

    /// <summary>A page of the list. Scans at most 5,000 rows, so it may be empty though more follow.</summary>
    /// <returns>The page, or why there is none (SM1012, SM4004). Exactly one is set.</returns>
    public async Task<(MessagePage? Page, Problem? Problem)> ListAsync(MessageListQuery query, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return (await ReadAsync(query, either.Token), null);
        }
        catch (RequestFailedException exception) when (exception.Status == BadRequest && query.Continuation is not null)
        {
            return (null, new(ErrorCodes.FilterInvalid, "The continuation is invalid. Use the one of the previous response unchanged, with the same filters."));
        }
        catch (Exception exception) when (StorageFaults.IsStorageException(exception) && !cancellationToken.IsCancellationRequested)
        {
            Log.Unavailable(logger, StorageFaults.Cause(exception));
            var detail = "The message records cannot be reached. Try again; if it lasts, look at GET /api/operator/health.";
            return (null, new(ErrorCodes.StorageUnavailable, detail) { RetryAfter = TimeSpan.FromSeconds(5) });
        }
    }

    private async Task<MessagePage> ReadAsync(MessageListQuery query, CancellationToken cancellationToken)
    {
        var filter = KeyFilter(query);
        var size = query.IsFiltered ? FilteredPageSize : query.Top;
        var items = new List<MessageSummary>();
        var token = query.Continuation?.Token;
        var skip = (int)Math.Min(query.Continuation?.Position ?? 0, size);
        for (var scanned = 0; scanned < MaxScannedRows && items.Count < query.Top;)
        {
            var (rows, next) = await _rows.PagesAsync(filter, size, token, skipsOtherForms: true, cancellationToken).FirstAsync(cancellationToken);
            scanned += rows.Count;
            while (skip < rows.Count && items.Count < query.Top)
            {
                var candidates = Candidates(query, rows, ref skip, query.Top - items.Count);
                items.AddRange(await CheckAsync(query, candidates, cancellationToken));
            }

            if (skip < rows.Count)
            {
                break;
            }

            if (next is null)
            {
                return new(items, Continuation: null);
            }

            (token, skip) = (next, 0);
        }

        return new(items, new Continuation(query.Filters, skip, token).ToString());
    }

    // The next rows that may be shown, and whether each is checked against its record.
    private List<(MessageSummary Row, bool IsChecked)> Candidates(
        MessageListQuery query, IReadOnlyList<(MessageSummary Value, DateTimeOffset WrittenAt)> rows, ref int index, int most)
    {
        var now = time.GetUtcNow();
        var candidates = new List<(MessageSummary, bool)>();
        for (; index < rows.Count && candidates.Count < most; index++)
        {
            var row = rows[index].Value;
            var isAbandoned = row.Status == MessageState.Sending && now - rows[index].WrittenAt > Abandoned;
            if (query.Matches(row) || (isAbandoned && query.Matches(row with { Status = query.Status ?? row.Status, Code = query.Code ?? row.Code })))
            {
                candidates.Add((row, row.Status is not (MessageState.Sent or MessageState.Delivered or MessageState.Cancelled)));
            }
        }

        return candidates;
    }

    private async Task<IEnumerable<MessageSummary>> CheckAsync(
        MessageListQuery query, List<(MessageSummary Row, bool IsChecked)> candidates, CancellationToken cancellationToken)
    {
        var shown = new MessageSummary?[candidates.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = ParallelReads, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, candidates.Count, options, async (index, cancellation) =>
        {
            var (row, isChecked) = candidates[index];
            shown[index] = isChecked ? await CurrentAsync(row, cancellation) : row;
        });
        return shown.OfType<MessageSummary>().Where(query.Matches);
    }

    // Null where the row belongs to an earlier request of the same id, or its record was deleted.
    private async Task<MessageSummary?> CurrentAsync(MessageSummary row, CancellationToken cancellationToken)
    {
        try
        {
            return await records.FindAsync(row.Id, cancellationToken) is { } stored && stored.Value.AcceptedAt == row.AcceptedAt ? MessageSummary.From(stored) : null;
        }
        catch (UnreadableRecordException)
        {
            return row;
        }
    }

    private static string KeyFilter(MessageListQuery query) => string.Join(" and ", new[]
    {
        query.Until is { } until ? TableClient.CreateQueryFilter($"PartitionKey ge {MessageRecords.HourOf(until)}") : null,
        query.Since is { } since ? TableClient.CreateQueryFilter($"PartitionKey le {MessageRecords.HourOf(since)}") : null,
    }.OfType<string>());

    private static partial class Log
    {
        [LoggerMessage(EventIds.MessageListUnavailable, LogLevel.Error, "The list of messages cannot be read ({Cause}); check GET /api/operator/health")]
        public static partial void Unavailable(ILogger logger, string cause);
    }
}
