using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending.Posting;
using ServerlessMessaging.Shutdown;

namespace ServerlessMessaging.Sending.Batches;

/// <summary>Sends many requests during one call. Each has its own outcome; those of the route messagingEvents share posts.</summary>
public sealed partial class BatchSender(
    RequestValidator validator,
    SendRecords records,
    DeferredRequestQueue deferred,
    MessagePoster poster,
    EventPoster events,
    SendSettlement settlement,
    ExpiredDuplicates expired,
    RunningInvocations running,
    SendTelemetry telemetry,
    IOptions<SendingOptions> options,
    TimeProvider time,
    ILogger<BatchSender> logger)
{
    // As many as one process handles from a queue at once.
    private const int AtOnce = 8;

    private readonly SendingOptions _options = options.Value;

    /// <summary>Starts the time budget of a batch, at its receipt.</summary>
    public Deadline StartBudget() => new(time, _options.BatchBudget);

    /// <summary>Sends the requests of a batch.</summary>
    /// <param name="body">A JSON array of requests.</param>
    /// <param name="hasIdempotencyKey">Whether the header <c>Idempotency-Key</c> was sent: one key cannot name many requests.</param>
    /// <param name="respondAsync">Whether the caller prefers not to wait.</param>
    /// <param name="deadline">The budget that <see cref="StartBudget"/> began.</param>
    /// <returns>An outcome per request in order; or why the batch cannot be read. Exactly one is set.</returns>
    public async Task<(IReadOnlyList<SendOutcome>? Outcomes, Problem? Problem)> SendAsync(ReadOnlyMemory<byte> body, bool hasIdempotencyKey, bool respondAsync, Deadline deadline)
    {
        if (hasIdempotencyKey)
        {
            return (null, Refuse(new(ErrorCodes.IdempotencyKeyInvalid, "A batch has no Idempotency-Key: give each request an id of its own.")));
        }

        if (BatchReader.Read(body, out var requests) is { } malformed)
        {
            return (null, Refuse(malformed));
        }

        using var activity = SendTelemetry.BeginBatch(requests.Count);
        var outcomes = new SendOutcome[requests.Count];
        var accepted = new List<BatchItem>();
        for (var index = 0; index < requests.Count; index++)
        {
            if (validator.Validate(requests[index], null, out var request) is { } problem)
            {
                outcomes[index] = await expired.SettleAsync(request, problem);
            }
            else
            {
                accepted.Add(new(index, new IncomingRequest(request!, time.GetUtcNow())));
            }
        }

        using var stop = running.Stopping.Register(() => deadline.ShortenTo(RunningInvocations.Grace));
        var first = accepted.DistinctBy(item => item.Incoming.Id).ToList();
        await SendAsync(first, respondAsync, deadline);
        foreach (var again in accepted.Except(first))
        {
            // Equal requests have one outcome; another body under the same id follows the state table.
            if (accepted.Find(item => item.Outcome is not null && item.Incoming.Id == again.Incoming.Id && item.Fingerprint == again.Fingerprint) is { } equal)
            {
                telemetry.Ended(again.Incoming.Request.To.Route, MessageOutcomes.Repeated);
                again.Outcome = equal.Outcome! with { Replayed = equal.Outcome is not NotSent };
            }
            else
            {
                await SendAsync([again], respondAsync, deadline);
            }
        }

        accepted.ForEach(item => outcomes[item.Index] = item.Outcome!);
        Log.Completed(logger, outcomes.Length, outcomes.Count(outcome => outcome is Sent), outcomes.Count(outcome => outcome is Accepted), outcomes.Count(outcome => outcome is NotSent));
        return (outcomes, null);
    }

    private async Task SendAsync(IReadOnlyList<BatchItem> items, bool respondAsync, Deadline deadline)
    {
        await ForEachAsync(items, item => OpenAsync(item, respondAsync, deadline));
        var owned = items.Where(item => item.Owned is not null).ToLookup(item => item.Incoming.Request.To.Route == SendRoute.MessagingEvents);
        await Task.WhenAll(
            ForEachAsync(owned[false], item => PostAsync(item, deadline)),
            PostEventsAsync([.. owned[true]], deadline));
    }

    private async Task PostAsync(BatchItem item, Deadline deadline)
    {
        item.Work();
        await SettleAsync(item, await poster.PostAsync(item.Incoming, deadline));
    }

    private async Task PostEventsAsync(IReadOnlyList<BatchItem> items, Deadline deadline)
    {
        // A request that expires during the batch has a post of its own, whose time it would shorten for the others.
        var end = time.GetUtcNow() + deadline.Remaining;
        foreach (var shared in items.GroupBy(item => item.Incoming.ExpiresAt < end ? item.Index : -1))
        {
            var outcomes = await events.PostAllAsync([.. shared.Select(item => item.Incoming.Request)], deadline.Until(shared.Min(item => item.Incoming.ExpiresAt)));
            await ForEachAsync(shared.Zip(outcomes), pair => SettleAsync(pair.First, pair.Second));
        }
    }

    private Task OpenAsync(BatchItem item, bool respondAsync, Deadline deadline) => GuardAsync(item, async () =>
    {
        // A send that starts during a stop might not finish.
        var isForQueue = respondAsync || running.IsStopping || item.Incoming.Request.SendAt > item.Incoming.AcceptedAt;
        var claim = isForQueue
            ? await deferred.AcceptAsync(item.Incoming, deadline.Remaining)
            : await records.ClaimAsync(item.Incoming, MessageState.Sending, deadline.Remaining);
        item.Owned = claim.IsOwned && !isForQueue ? claim.Record : null;
        return !claim.IsOwned ? await settlement.SettleDuplicateAsync(claim, item.Incoming) : isForQueue ? new Accepted(SendResponse.From(claim.Record.Value)) : null;
    });

    private Task SettleAsync(BatchItem item, PostOutcome outcome) =>
        GuardAsync(item, async () => await settlement.SettleAsync(item.Owned!, item.Incoming, outcome));

    // The failure of one request must not affect the others.
    private async Task GuardAsync(BatchItem item, Func<Task<SendOutcome?>> act)
    {
        item.Work();
        try
        {
            item.Outcome = await act();
        }
        catch (Exception exception) when (StorageFaults.IsStorageException(exception))
        {
            item.Outcome = Fail(item, SendProblems.FromStorage(exception));
        }
        catch (Exception exception)
        {
            Log.Unexpected(logger, item.Incoming.Id, exception);
            item.Outcome = Fail(item, new(ErrorCodes.Unexpected, "An unexpected error occurred with this request. GET /api/messages/{id} returns its state; if it lasts, look for event 14017 in the log of the application."));
        }

        if (item.Outcome is not null)
        {
            item.Activity!.Stop();
        }
    }

    private NotSent Fail(BatchItem item, Problem problem)
    {
        telemetry.Ended(item.Incoming.Request.To.Route, MessageOutcomes.Failed, problem.Code.Code);
        return SendProblems.Refuse(item.Incoming.Id, problem);
    }

    private static Task ForEachAsync<T>(IEnumerable<T> items, Func<T, Task> act) =>
        Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (item, _) => await act(item));

    private Problem Refuse(Problem problem)
    {
        Log.Malformed(logger, problem.Code.Code);
        return problem;
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.BatchCompleted, LogLevel.Information, "Batch of {Count} requests completed: {Sent} sent, {Accepted} accepted, {Refused} refused")]
        public static partial void Completed(ILogger logger, int count, int sent, int accepted, int refused);

        [LoggerMessage(EventIds.BatchItemFailedUnexpectedly, LogLevel.Error, "Request {Id} of a batch failed with an unexpected exception; report it with its stack trace")]
        public static partial void Unexpected(ILogger logger, string id, Exception exception);

        [LoggerMessage(EventIds.BatchMalformed, LogLevel.Information, "Batch refused: it is malformed ({Code})")]
        public static partial void Malformed(ILogger logger, string code);
    }
}
