using Microsoft.Extensions.Options;
using ServerlessMessaging.Draining;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Journal;
using ServerlessMessaging.Logging;
using ServerlessMessaging.Sending.Posting;
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

        var arrival = Arrival.Of(request!, time.GetUtcNow());
        SendTelemetry.Describe(activity, arrival);
        try
        {
            // What begins at a stop might not end.
            return respondAsync || running.IsStopping || takeover.DelayOf(request!) > TimeSpan.Zero
                ? await TakeOverAsync(arrival, deadline)
                : await SendAsync(arrival, deadline);
        }
        catch (Exception exception) when (StorageFaults.Is(exception))
        {
            telemetry.Ended(arrival.Request.To.Route, MessageOutcomes.Failed, SendProblems.WithoutStorage.Code.Code);
            return SendProblems.Refuse(arrival.Id, SendProblems.WithoutStorage);
        }
    }

    private async Task<SendOutcome> SendAsync(Arrival arrival, Deadline deadline)
    {
        var claim = await ledger.OpenAsync(arrival, SendState.Sending, deadline.Remaining);
        return claim.IsOwned
            ? await settlement.SettleAsync(claim.Entry, arrival, await poster.PostAsync(arrival.Request, deadline))
            : await settlement.AnswerAsync(claim, arrival);
    }

    private async Task<SendOutcome> TakeOverAsync(Arrival arrival, Deadline deadline)
    {
        var claim = await takeover.TakeAsync(arrival, deadline.Remaining);
        return claim.IsOwned ? new TakenOver(SendAnswer.Of(claim.Entry.Record)) : await settlement.AnswerAsync(claim, arrival);
    }
}
