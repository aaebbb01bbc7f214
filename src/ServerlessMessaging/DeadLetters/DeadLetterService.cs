namespace ServerlessMessaging.DeadLetters;

/// <summary>Lists, replays and purges dead-letter messages for an operator.</summary>
public sealed partial class DeadLetterService(DeadLetterStore store, IEnumerable<IDeadLetterReplay> replays, TimeProvider time, ILogger<DeadLetterService> logger)
{
    private const int PageSize = 100;
    private const int BadRequest = 400;

    // The continuation covers the rest.
    private static readonly TimeSpan ScanTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Lists the selected messages, in the order of queue, code and time of acceptance.</summary>
    public async Task<(DeadLetterPage? Page, Problem? Problem)> ListAsync(DeadLetterQuery query, CancellationToken cancellationToken)
    {
        var (items, continuation, problem) = await ScanAsync(query, stored => Task.FromResult(stored.DeadLetter), enough: PageSize, cancellationToken);
        return problem is null ? (new(items, continuation), null) : (null, problem);
    }

    /// <summary>Requeues the selected messages; each keeps its id, so nothing is sent twice.</summary>
    public Task<(DeadLetterActions? Actions, Problem? Problem)> ReplayAsync(DeadLetterQuery query, CancellationToken cancellationToken) =>
        ActAsync(query, stored => ReplayAsync(stored, query, cancellationToken), cancellationToken);

    /// <summary>Deletes the selected messages.</summary>
    public Task<(DeadLetterActions? Actions, Problem? Problem)> PurgeAsync(DeadLetterQuery query, CancellationToken cancellationToken) =>
        ActAsync(
            query,
            async stored =>
            {
                if (!query.DryRun)
                {
                    await store.DeleteAsync(stored, cancellationToken);
                    Log.Purged(logger, stored.DeadLetter.Id, stored.DeadLetter.Queue, stored.DeadLetter.Code);
                }

                return ReplayOutcome.Purged;
            },
            cancellationToken);

    /// <summary>Logs that a query cannot be used.</summary>
    public Problem Refuse(Problem problem)
    {
        Log.QueryRefused(logger);
        return problem;
    }

    private async Task<(DeadLetterActions?, Problem?)> ActAsync(
        DeadLetterQuery query, Func<StoredDeadLetter, Task<ReplayOutcome>> act, CancellationToken cancellationToken)
    {
        if (!query.IsFiltered)
        {
            return (null, Refuse(new(ErrorCodes.FilterInvalid, "Select dead-letter messages by id, code, queue, since or until.")));
        }

        var (items, continuation, problem) = await ScanAsync(
            query,
            async stored => new DeadLetterAction(stored.DeadLetter.Id, stored.DeadLetter.Queue, stored.DeadLetter.Code, await act(stored)),
            enough: int.MaxValue,
            cancellationToken);
        // After a fault, the completed part is reported with a continuation, so that it does not look complete.
        return problem is null || items.Count > 0 ? (new(query.DryRun, items, continuation), null) : (null, problem);
    }

    private async Task<ReplayOutcome> ReplayAsync(StoredDeadLetter stored, DeadLetterQuery query, CancellationToken cancellationToken)
    {
        var deadLetter = stored.DeadLetter;
        using var activity = Traces.Start("replay", ActivityKind.Producer, stored.TraceParent);
        if (await store.ReadBodyAsync(stored.Name, cancellationToken) is not { } body)
        {
            return ReplayOutcome.Gone;
        }

        var outcome = ReplayOutcome.Unusable;
        try
        {
            if (replays.FirstOrDefault(replay => replay.Handles(deadLetter.Queue)) is { } found)
            {
                outcome = await found.ReplayAsync(deadLetter, body.ToMemory(), query.Force, query.DryRun, cancellationToken);
            }
        }
        catch (UnreadableRecordException)
        {
            outcome = ReplayOutcome.RecordUnreadable;
        }

        if (!query.DryRun)
        {
            Log.Replayed(logger, deadLetter.Id, deadLetter.Queue, deadLetter.Code, outcome);
            if (outcome is ReplayOutcome.Replayed or ReplayOutcome.AlreadySent)
            {
                await store.DeleteAsync(stored, cancellationToken);
            }
        }

        return outcome;
    }

    // Visits the selected messages page by page, up to the maximum or the time limit. After a problem the items before it are returned too.
    private async Task<(List<T> Items, string? Continuation, Problem? Problem)> ScanAsync<T>(
        DeadLetterQuery query, Func<StoredDeadLetter, Task<T>> visit, int enough, CancellationToken cancellationToken)
    {
        var items = new List<T>();
        var begin = time.GetTimestamp();
        // A message that is dead-lettered after the scan began is not part of it: a replay must not process its own failures.
        var start = query.Continuation?.Position ?? time.GetUtcNow().ToUnixTimeMilliseconds();
        var token = query.Continuation?.Token;
        try
        {
            do
            {
                var (listed, next) = await store.ListAsync(query.Queue, query.Code, PageSize, token, cancellationToken);
                foreach (var stored in listed.Where(stored => query.Matches(stored.DeadLetter) && stored.DeadLetter.At.ToUnixTimeMilliseconds() <= start))
                {
                    items.Add(await visit(stored));
                }

                token = next;
            }
            while (token is not null && items.Count < enough && time.GetElapsedTime(begin) < ScanTimeout);
            return (items, token is null ? null : ContinuationAt(token), null);
        }
        catch (RequestFailedException exception) when (exception.Status == BadRequest && query.Continuation is not null)
        {
            return (items, null, Refuse(new(ErrorCodes.FilterInvalid, "The continuation is invalid. Use the one of the previous response unchanged.")));
        }
        catch (Exception exception) when (StorageFaults.IsStorageException(exception) && !cancellationToken.IsCancellationRequested)
        {
            Log.Unavailable(logger, StorageFaults.Cause(exception));
            var detail = "Dead-letter messages cannot be reached. Try again; if it lasts, look at GET /api/operator/health.";
            return (items, ContinuationAt(token), new(ErrorCodes.StorageUnavailable, detail) { RetryAfter = TimeSpan.FromSeconds(5) });
        }

        string ContinuationAt(string? storageToken) => new Continuation(query.Filters, start, storageToken).ToString();
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.DeadLetterReplayed, LogLevel.Information, "Dead-letter message of request {Id} from queue {Queue} ({Code}) replayed with result {Outcome}")]
        public static partial void Replayed(ILogger logger, string id, string queue, string code, ReplayOutcome outcome);

        [LoggerMessage(EventIds.DeadLetterPurged, LogLevel.Information, "Dead-letter message of request {Id} from queue {Queue} ({Code}) purged")]
        public static partial void Purged(ILogger logger, string id, string queue, string code);

        [LoggerMessage(EventIds.DeadLetterQueryRefused, LogLevel.Information, "Query of dead-letter messages refused: a parameter is invalid, the response names it")]
        public static partial void QueryRefused(ILogger logger);

        [LoggerMessage(EventIds.DeadLettersUnavailable, LogLevel.Error, "Dead-letter messages cannot be reached ({Cause}); check GET /api/operator/health")]
        public static partial void Unavailable(ILogger logger, string cause);
    }
}
