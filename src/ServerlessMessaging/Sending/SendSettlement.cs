using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending.Posting;

namespace ServerlessMessaging.Sending;

/// <summary>Settles an attempt: writes the record, the next attempt or the dead-letter message, and returns the outcome.</summary>
public sealed class SendSettlement(
    SendRecords records,
    DeferredRequestQueue deferred,
    DeadLetterWriter deadLetters,
    SendLog log,
    SendTelemetry telemetry,
    IOptions<SendingOptions> options,
    IOptions<GenesysOptions> genesys,
    IOptions<QueueOptions> queues,
    IOptions<RecordsOptions> recordOptions,
    TimeProvider time)
{
    /// <summary>Settles a claimed request by the outcome of its post.</summary>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>, for a request from a queue: its message must be delivered again.</exception>
    public async Task<SendOutcome> SettleAsync(Versioned<MessageRecord> owned, IncomingRequest incoming, PostOutcome outcome)
    {
        if (outcome is Posted posted)
        {
            telemetry.Sent(owned.Value, incoming, posted.MessageId);
            return new Sent(await records.CompleteAsync(owned, posted, incoming.Request));
        }

        var notPosted = (NotPosted)outcome;
        if (notPosted.Kind == FailureKind.OutcomeUnknown)
        {
            owned = WithUnknownOutcome(owned);
        }

        return notPosted.Kind switch
        {
            FailureKind.Refused => await EndAsync(owned, incoming, notPosted.Problem, MessageOutcomes.Refused, isDeadLetter: incoming.IsFromQueue),
            FailureKind.OutcomeUnknown when recordOptions.Value.OnUnknownOutcome == UnknownOutcomePolicy.Park =>
                await EndAsync(owned, incoming, notPosted.Problem, MessageOutcomes.Unknown, isDeadLetter: true),
            FailureKind.OutcomeUnknown or FailureKind.RateLimited or FailureKind.Unavailable => await DeferAsync(owned, incoming, notPosted, TimeSpan.Zero),
            // A caller over HTTP can decide; what was accepted, or may have been sent, waits until the access works again.
            _ when IsAccepted(owned, incoming) && !HasFailedUnexpectedly(owned.Value) => await DeferAsync(owned, incoming, notPosted, queues.Value.RequeueDelay),
            _ => await EndAsync(owned, incoming, notPosted.Problem, MessageOutcomes.Failed, isDeadLetter: incoming.IsFromQueue),
        };
    }

    /// <summary>The outcome of a duplicate over HTTP.</summary>
    public async Task<SendOutcome> SettleDuplicateAsync(Claim claim, IncomingRequest incoming)
    {
        if (claim.Decision != ClaimDecision.Park)
        {
            telemetry.Ended(claim.Record.Value.Route, MessageOutcomes.Repeated);
        }
        else if (!await TryParkAsync(claim, incoming))
        {
            return SendProblems.Refuse(incoming.Id, SendProblems.OwnerDied);
        }

        return DuplicateResponses.Create(claim, log);
    }

    /// <summary>Parks a request whose owner died while sending, or that may have been sent before.</summary>
    /// <returns>False where its dead-letter message could not be written, and only for a caller over HTTP.</returns>
    public Task<bool> TryParkAsync(Claim claim, IncomingRequest incoming) =>
        TryParkAsync(claim.Record.Value.State == MessageState.Sending ? WithUnknownOutcome(claim.Record) : claim.Record, incoming, SendProblems.OwnerDied);

    /// <summary>Ends a claimed request that is expired.</summary>
    /// <param name="last">Why its attempt failed, if one was made now; else the record may have earlier ones.</param>
    public Task<SendOutcome> ExpireAsync(Versioned<MessageRecord> owned, IncomingRequest incoming, Problem? last = null)
    {
        var lastCode = last?.Code.Code ?? owned.Value.LastErrorCode;
        if (!owned.Value.MayHaveBeenSent)
        {
            log.Expired(incoming.Id, incoming.ExpiresAt, lastCode);
        }

        var problem = last?.Code == ErrorCodes.OutcomeUnknown ? last : SendProblems.Expired(lastCode);
        return EndAsync(owned, incoming, problem, MessageOutcomes.Expired, isDeadLetter: true);
    }

    /// <summary>Writes a dead-letter message.</summary>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public Task DeadLetterAsync(IncomingRequest incoming, int attempts, Problem problem) => deadLetters.WriteAsync(
        incoming.Id, incoming.Queue ?? QueueNames.MessagesDeferred, incoming.AcceptedAt, attempts, problem, RequestWriter.Write(incoming.Request));

    private async Task<SendOutcome> EndAsync(Versioned<MessageRecord> owned, IncomingRequest incoming, Problem problem, string outcome, bool isDeadLetter)
    {
        if (owned.Value.MayHaveBeenSent)
        {
            var unknown = SendProblems.MayHaveBeenSent(problem);
            await TryParkAsync(owned, incoming, unknown);
            return SendProblems.Refuse(incoming.Id, unknown);
        }

        telemetry.Ended(owned.Value.Route, outcome, problem.Code.Code);
        await records.FailAsync(owned, problem);
        if (isDeadLetter)
        {
            await DeadLetterAsync(incoming, owned.Value.Attempt, problem);
        }

        return SendProblems.Refuse(incoming.Id, problem);
    }

    // The dead-letter message before the record, because operators look for dead-letter messages. It may be written twice, at the same
    // moment or after a crash between the two writes, under the same name.
    private async Task<bool> TryParkAsync(Versioned<MessageRecord> owned, IncomingRequest incoming, Problem problem)
    {
        var record = owned.Value;
        telemetry.Ended(record.Route, MessageOutcomes.Unknown, problem.Code.Code);
        try
        {
            await DeadLetterAsync(incoming with { Queue = QueueNames.MessagesDeferred, AcceptedAt = record.AcceptedAt }, record.Attempt, problem);
        }
        catch (Exception exception) when (!incoming.IsFromQueue && StorageFaults.IsStorageException(exception))
        {
            // The caller must learn that the outcome is unknown. When its lease is over, the record says so too.
            log.DeadLetterNotWritten(incoming.Id, StorageFaults.Cause(exception));
            return false;
        }

        log.Parked(incoming.Id);
        await records.FailAsync(owned, problem);
        return true;
    }

    private async Task<SendOutcome> DeferAsync(Versioned<MessageRecord> owned, IncomingRequest incoming, NotPosted outcome, TimeSpan atLeast)
    {
        var problem = outcome.Problem;
        var attempt = owned.Value.Attempt;
        var delay = DeferralDelay.Compute(attempt, outcome.RetryAfter, atLeast, options.Value, Random.Shared.NextDouble());
        var dueAt = time.GetUtcNow() + delay;
        if (incoming.ExpiresAt - dueAt < genesys.Value.MinimumAttempt)
        {
            return await ExpireAsync(owned, incoming, problem);
        }

        try
        {
            // The copy before the record: it may be superfluous, but not missing. It has the data that the record may miss.
            var copy = incoming with { UnknownOutcomes = owned.Value.UnknownOutcomes, EndedOwner = owned.Value.Owner };
            await deferred.PutAsync(copy, attempt + 1, delay);
        }
        catch (Exception exception) when (StorageFaults.IsStorageException(exception))
        {
            log.QueueUnavailable(incoming.Id, StorageFaults.Cause(exception));
            telemetry.Ended(owned.Value.Route, owned.Value.MayHaveBeenSent ? MessageOutcomes.Unknown : MessageOutcomes.Failed, problem.Code.Code);
            await records.ReleaseClaimAsync(owned, incoming, problem, attempt + 1);
            if (incoming.IsFromQueue)
            {
                throw;
            }

            return SendProblems.Refuse(incoming.Id, owned.Value.MayHaveBeenSent ? SendProblems.MayHaveBeenSent(problem) : problem);
        }

        telemetry.Ended(owned.Value.Route, MessageOutcomes.Deferred, problem.Code.Code);
        log.Deferred(incoming.Id, problem.Code.Code, attempt, delay.TotalSeconds);
        return new Accepted(await records.DeferAsync(owned, problem, dueAt));
    }

    // A repeated request that was accepted before stays accepted.
    private static bool IsAccepted(Versioned<MessageRecord> owned, IncomingRequest incoming) => incoming.IsFromQueue || owned.Value.IsQueued || owned.Value.MayHaveBeenSent;

    private static Versioned<MessageRecord> WithUnknownOutcome(Versioned<MessageRecord> owned) => owned with { Value = owned.Value.WithUnknownOutcome() };

    // A repeated unexpected failure is not solved by waiting.
    private static bool HasFailedUnexpectedly(MessageRecord record) =>
        record.Failures is { Count: MessageRecord.RememberedFailures } failures && failures.All(failure => failure.Code == ErrorCodes.Unexpected.Code);
}
