using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending.Posting;
using ServerlessMessaging.Shutdown;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending;

/// <summary>Sends a request now, while its caller waits; takes it over when that cannot be.</summary>
public sealed class MessageSender(
    RequestIntake intake,
    SendLedger ledger,
    RequestTakeover takeover,
    MessagePoster poster,
    SendSettlement settlement,
    RunningInvocations running,
    SendTelemetry telemetry,
    IOptions<SendingOptions> options,
    TimeProvider time)
{
    private readonly SendingOptions _options = options.Value;

    /// <summary>Starts the time budget of a request, at its receipt.</summary>
    public Deadline StartBudget() => new(time, _options.HttpBudget);

    /// <summary>Sends a request now, unless its record says that this was done, or takes it over.</summary>
    /// <param name="body">The request as UTF-8 JSON.</param>
    /// <param name="idempotencyKey">The header <c>Idempotency-Key</c>, or null.</param>
    /// <param name="respondAsync">Whether the caller prefers not to wait.</param>
    /// <param name="deadline">The budget that <see cref="StartBudget"/> began.</param>
    /// <returns>What became of it. A caller who leaves does not end a send that has begun.</returns>
    public async Task<SendOutcome> SendAsync(ReadOnlyMemory<byte> body, string? idempotencyKey, bool respondAsync, Deadline deadline)
    {
        using var activity = SendTelemetry.Begin();
        if (intake.Accept(body, idempotencyKey, out var request) is { } problem)
        {
            activity.Fail(problem.Code.Code);
            return new NotSent(problem);
        }

        var incoming = IncomingRequest.Create(request!, time.GetUtcNow());
        SendTelemetry.Describe(activity, incoming);
        try
        {
            // What begins at a stop might not end.
            return respondAsync || running.IsStopping || takeover.DelayOf(request!) > TimeSpan.Zero
                ? await TakeOverAsync(incoming, deadline)
                : await SendAsync(incoming, deadline);
        }
        catch (Exception exception) when (StorageFaults.IsStorageException(exception))
        {
            var fault = SendProblems.FromStorage(exception);
            telemetry.Ended(incoming.Request.To.Route, MessageOutcomes.Failed, fault.Code.Code);
            return SendProblems.Refuse(incoming.Id, fault);
        }
    }

    private async Task<SendOutcome> SendAsync(IncomingRequest incoming, Deadline deadline)
    {
        var claim = await ledger.OpenAsync(incoming, MessageState.Sending, deadline.Remaining);
        return claim.IsOwned
            ? await settlement.SettleAsync(claim.Record, incoming, await poster.PostAsync(incoming.Request, deadline))
            : await settlement.AnswerAsync(claim, incoming);
    }

    private async Task<SendOutcome> TakeOverAsync(IncomingRequest incoming, Deadline deadline)
    {
        var claim = await takeover.TakeAsync(incoming, deadline.Remaining);
        return claim.IsOwned ? new TakenOver(SendAnswer.Of(claim.Record.Value)) : await settlement.AnswerAsync(claim, incoming);
    }
}
