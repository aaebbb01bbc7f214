using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending.Posting;
using ServerlessMessaging.Shutdown;

namespace ServerlessMessaging.Sending;

/// <summary>Sends a request now, while its caller waits, or accepts it for later.</summary>
public sealed class MessageSender(
    RequestValidator validator,
    SendRecords records,
    DeferredRequestQueue deferred,
    MessagePoster poster,
    SendSettlement settlement,
    RunningInvocations running,
    SendTelemetry telemetry,
    IOptions<SendingOptions> options,
    TimeProvider time)
{
    /// <summary>Starts the time budget of a request, at its receipt.</summary>
    public Deadline StartBudget() => new(time, options.Value.HttpBudget);

    /// <summary>Sends a request now, unless its record says that this was done, or accepts it for later.</summary>
    /// <param name="body">The request as UTF-8 JSON.</param>
    /// <param name="idempotencyKey">The header <c>Idempotency-Key</c>, or null.</param>
    /// <param name="respondAsync">Whether the caller prefers not to wait.</param>
    /// <param name="deadline">The budget that <see cref="StartBudget"/> began.</param>
    /// <returns>What became of it. A caller who leaves does not end a send that has begun.</returns>
    public async Task<SendOutcome> SendAsync(ReadOnlyMemory<byte> body, string? idempotencyKey, bool respondAsync, Deadline deadline)
    {
        using var activity = SendTelemetry.Begin();
        if (validator.Validate(body, idempotencyKey, out var request) is { } problem)
        {
            activity.Fail(problem.Code.Code);
            return new NotSent(problem);
        }

        var incoming = new IncomingRequest(request!, time.GetUtcNow());
        SendTelemetry.Describe(activity, incoming);
        try
        {
            // What begins at a stop might not end.
            var isForQueue = respondAsync || running.IsStopping || request!.SendAt > incoming.AcceptedAt;
            var claim = isForQueue
                ? await deferred.AcceptAsync(incoming, deadline.Remaining)
                : await records.ClaimAsync(incoming, MessageState.Sending, deadline.Remaining);
            return !claim.IsOwned ? await settlement.SettleDuplicateAsync(claim, incoming)
                : isForQueue ? new Accepted(SendResponse.From(claim.Record.Value))
                : await settlement.SettleAsync(claim.Record, incoming, await poster.PostAsync(incoming.Request, deadline));
        }
        catch (Exception exception) when (StorageFaults.IsStorageException(exception))
        {
            var fault = SendProblems.FromStorage(exception);
            telemetry.Ended(incoming.Request.To.Route, MessageOutcomes.Failed, fault.Code.Code);
            return SendProblems.Refuse(incoming.Id, fault);
        }
    }
}
