using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending.Posting;
using ServerlessMessaging.Shutdown;

namespace ServerlessMessaging.Sending;

/// <summary>Sends a request during the call, or accepts it to be sent later.</summary>
public sealed class MessageSender(
    RequestValidator validator,
    SendRecords records,
    DeferredRequestQueue deferred,
    MessagePoster poster,
    SendSettlement settlement,
    ExpiredDuplicates expired,
    RunningInvocations running,
    SendTelemetry telemetry,
    IOptions<SendingOptions> options,
    TimeProvider time)
{
    /// <summary>Starts the time budget of a request, at its receipt.</summary>
    public Deadline StartBudget() => new(time, options.Value.HttpBudget);

    /// <summary>Sends a request, unless it was sent before, or accepts it to be sent later.</summary>
    /// <param name="body">The request as UTF-8 JSON.</param>
    /// <param name="idempotencyKey">The header <c>Idempotency-Key</c>, or null.</param>
    /// <param name="respondAsync">Whether the caller prefers not to wait.</param>
    /// <param name="deadline">The budget that <see cref="StartBudget"/> began.</param>
    /// <returns>The outcome. A caller that disconnects does not end a send.</returns>
    public async Task<SendOutcome> SendAsync(ReadOnlyMemory<byte> body, string? idempotencyKey, bool respondAsync, Deadline deadline)
    {
        using var activity = SendTelemetry.Begin();
        if (validator.Validate(body, idempotencyKey, out var request) is { } problem)
        {
            activity.Fail(problem.Code.Code);
            return await expired.SettleAsync(request, problem);
        }

        var incoming = new IncomingRequest(request!, time.GetUtcNow());
        SendTelemetry.Describe(activity, incoming);
        using var stop = running.Stopping.Register(() => deadline.ShortenTo(RunningInvocations.Grace));
        try
        {
            // A send that starts during a stop might not finish.
            var isForQueue = respondAsync || running.IsStopping || request!.SendAt > incoming.AcceptedAt;
            var claim = isForQueue
                ? await deferred.AcceptAsync(incoming, deadline.Remaining)
                : await records.ClaimAsync(incoming, MessageState.Sending, deadline.Remaining);
            return !claim.IsOwned ? await settlement.SettleDuplicateAsync(claim, incoming)
                : isForQueue ? new Accepted(SendResponse.From(claim.Record.Value))
                : await settlement.SettleAsync(claim.Record, incoming, await poster.PostAsync(incoming, deadline));
        }
        catch (Exception exception) when (StorageFaults.IsStorageException(exception))
        {
            var fault = SendProblems.FromStorage(exception);
            telemetry.Ended(incoming.Request.To.Route, MessageOutcomes.Failed, fault.Code.Code);
            return SendProblems.Refuse(incoming.Id, fault);
        }
    }
}
