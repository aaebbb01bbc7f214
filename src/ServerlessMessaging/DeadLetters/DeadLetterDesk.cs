using ServerlessMessaging.Storage;

namespace ServerlessMessaging.DeadLetters;

/// <summary>Where an operator looks at dead letters, replays and purges them.</summary>
public sealed partial class DeadLetterDesk(DeadLetterStore store, IEnumerable<IDeadLetterReplay> replays, TimeProvider time, ILogger<DeadLetterDesk> logger)
{
    private const int PageSize = 100;
    private const int BadRequest = 400;

    // What is left after that goes on with the continuation.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <summary>Lists the letters that are meant, in the order of queue, code and time of acceptance.</summary>
    public async Task<(DeadLetterPage? Page, Problem? Problem)> ListAsync(DeadLetterQuery query, CancellationToken cancellationToken)
    {
        var items = new List<DeadLetter>();
        var (continuation, problem) = await ScanAsync(
            query,
            stored =>
            {
                items.Add(stored.Letter);
                return Task.CompletedTask;
            },
            () => items.Count >= PageSize,
            cancellationToken);
        return problem is null ? (new(items, continuation), null) : (null, problem);
    }

    /// <summary>Puts the letters that are meant on their way again; each keeps its id, so nothing is sent twice.</summary>
    public Task<(DeadLetterActions? Actions, Problem? Problem)> ReplayAsync(DeadLetterQuery query, CancellationToken cancellationToken) =>
        ActAsync(query, stored => ReplayAsync(stored, query, cancellationToken), cancellationToken);

    /// <summary>Deletes the letters that are meant.</summary>
    public Task<(DeadLetterActions? Actions, Problem? Problem)> PurgeAsync(DeadLetterQuery query, CancellationToken cancellationToken) =>
        ActAsync(query, stored => PurgeAsync(stored, query, cancellationToken), cancellationToken);

    /// <summary>Notes that a query could not be read.</summary>
    public Problem Refuse(Problem problem)
    {
        Log.QueryRefused(logger);
        return problem;
    }

    private async Task<(DeadLetterActions?, Problem?)> ActAsync(DeadLetterQuery query, Func<StoredDeadLetter, Task<ReplayOutcome>> act, CancellationToken cancellationToken)
    {
        if (!query.IsFiltered)
        {
            return (null, Refuse(new(ErrorCodes.FilterInvalid, "Say which dead letters are meant: id, code, queue, since or until.")));
        }

        var items = new List<DeadLetterAction>();
        var (continuation, problem) = await ScanAsync(
            query,
            async stored => items.Add(new(stored.Letter.Id, stored.Letter.Queue, stored.Letter.Code, await act(stored))),
            () => false,
            cancellationToken);
        // What was done before a fault is worth telling, with a place to go on from: it must not look complete.
        return problem is null || items.Count > 0 ? (new(query.DryRun, items, continuation), null) : (null, problem);
    }

    private async Task<ReplayOutcome> ReplayAsync(StoredDeadLetter stored, DeadLetterQuery query, CancellationToken cancellationToken)
    {
        var letter = stored.Letter;
        using var activity = Traces.Start("replay", ActivityKind.Producer, stored.TraceParent);
        if (await store.ReadBodyAsync(stored.Name, cancellationToken) is not { } body)
        {
            return ReplayOutcome.Gone;
        }

        var outcome = await ReplayAsync(letter, body.ToMemory(), query, cancellationToken);
        if (!query.DryRun)
        {
            Log.Replayed(logger, letter.Id, letter.Queue, letter.Code, outcome);
            if (outcome is ReplayOutcome.Replayed or ReplayOutcome.AlreadySent)
            {
                await store.DeleteAsync(stored, cancellationToken);
            }
        }

        return outcome;
    }

    private async Task<ReplayOutcome> ReplayAsync(DeadLetter letter, ReadOnlyMemory<byte> body, DeadLetterQuery query, CancellationToken cancellationToken)
    {
        try
        {
            return replays.FirstOrDefault(replay => replay.Handles(letter.Queue)) is { } found
                ? await found.ReplayAsync(letter, body, query.Force, query.DryRun, cancellationToken)
                : ReplayOutcome.Unusable;
        }
        catch (UnreadableRecordException)
        {
            return ReplayOutcome.RecordUnreadable;
        }
    }

    private async Task<ReplayOutcome> PurgeAsync(StoredDeadLetter stored, DeadLetterQuery query, CancellationToken cancellationToken)
    {
        if (!query.DryRun)
        {
            await store.DeleteAsync(stored, cancellationToken);
            Log.Purged(logger, stored.Letter.Id, stored.Letter.Queue, stored.Letter.Code);
        }

        return ReplayOutcome.Purged;
    }

    private async Task<(string? Continuation, Problem? Problem)> ScanAsync(
        DeadLetterQuery query, Func<StoredDeadLetter, Task> visit, Func<bool> isEnough, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        var start = query.Continuation?.Start ?? time.GetUtcNow();
        var prefix = DeadLetterName.Prefix(query.Queue, query.Code);
        var continuation = query.Continuation;
        try
        {
            do
            {
                var page = await store.ListAsync(prefix, PageSize, continuation is { Token.Length: > 0 } ? continuation.Token : null, cancellationToken);
                foreach (var stored in page.Letters.Where(stored => query.Matches(stored.Letter) && stored.Letter.At <= start))
                {
                    await visit(stored);
                }

                continuation = page.Continuation is { } token ? new(start, token) : null;
            }
            while (continuation is not null && !isEnough() && time.GetElapsedTime(begin) < Longest);
            return (continuation?.ToString(), null);
        }
        catch (Azure.RequestFailedException exception) when (exception.Status == BadRequest && query.Continuation is not null)
        {
            return (null, Refuse(new(ErrorCodes.FilterInvalid, "The continuation cannot be used. Take it from the answer before, unchanged.")));
        }
        catch (Exception exception) when (StorageFaults.IsStorageException(exception) && !cancellationToken.IsCancellationRequested)
        {
            Log.Unavailable(logger, StorageFaults.Cause(exception));
            return ((continuation ?? new(start, string.Empty)).ToString(), new(ErrorCodes.StorageUnavailable, "Dead letters cannot be reached. Try again; if it lasts, look at GET /api/operator/health.")
            {
                RetryAfter = TimeSpan.FromSeconds(5),
            });
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.DeadLetterReplayed, LogLevel.Information, "Dead letter of request {Id} from queue {Queue} ({Code}) was to be replayed: {Outcome}")]
        public static partial void Replayed(ILogger logger, string id, string queue, string code, ReplayOutcome outcome);

        [LoggerMessage(EventIds.DeadLetterPurged, LogLevel.Information, "Dead letter of request {Id} from queue {Queue} ({Code}) deleted")]
        public static partial void Purged(ILogger logger, string id, string queue, string code);

        [LoggerMessage(EventIds.DeadLetterQueryRefused, LogLevel.Information, "A query of dead letters cannot be used")]
        public static partial void QueryRefused(ILogger logger);

        [LoggerMessage(EventIds.DeadLettersUnavailable, LogLevel.Error, "Dead letters cannot be reached ({Cause})")]
        public static partial void Unavailable(ILogger logger, string cause);
    }
}
