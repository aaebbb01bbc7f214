using ServerlessMessaging.Records;
using ServerlessMessaging.Sending.Posting;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending;

/// <summary>Draws the consequences of an attempt: the record, the next attempt or the dead letter, and the answer.</summary>
public sealed class SendSettlement(
    SendLedger ledger, RequestTakeover takeover, UnsentRequests unsent, SendLog log, SendTelemetry telemetry, IOptions<SendingOptions> options, IOptions<QueueOptions> queues, IOptions<RecordOptions> journal, TimeProvider time)
{
    /// <summary>Settles a claimed request by the outcome of its post.</summary>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>, for a request that a queue brought: it must come again.</exception>
    public async Task<SendOutcome> SettleAsync(Versioned<MessageRecord> owned, IncomingRequest incoming, PostOutcome outcome)
    {
        switch (outcome)
        {
            case Posted posted:
                telemetry.Sent(owned.Value, incoming, posted.MessageId);
                return new Sent(await ledger.CloseAsync(owned, posted, incoming.Request.Message));
            case NotPosted notPosted:
                return await SettleAsync(owned, incoming, notPosted);
            default:
                throw new UnreachableException(outcome.GetType().Name);
        }
    }

    /// <summary>What a caller is told whose request is not his to send.</summary>
    public async Task<SendOutcome> AnswerAsync(Claim claim, IncomingRequest incoming)
    {
        if (claim.Decision == ClaimDecision.Park)
        {
            await ParkAsync(claim, incoming);
        }
        else
        {
            telemetry.Ended(claim.Record.Value.Route, MessageOutcomes.Repeated);
        }

        return LedgerAnswers.Of(claim, log);
    }

    /// <summary>Parks a request whose owner died while sending. First the letter: a record alone would be found by nobody.</summary>
    public async Task ParkAsync(Claim claim, IncomingRequest incoming)
    {
        log.Parked(incoming.Id);
        var record = claim.Record.Value;
        telemetry.Ended(record.Route, MessageOutcomes.Unknown, SendProblems.CutOff.Code.Code);
        await unsent.WriteAsync(record, AsParked(incoming, record), SendProblems.CutOff);
        await ledger.CloseAsync(claim.Record, SendProblems.CutOff, MessageState.Unknown);
    }

    /// <summary>Ends a claimed request whose time is over.</summary>
    /// <param name="owned">Its record.</param>
    /// <param name="incoming">The request.</param>
    /// <param name="last">Why its attempt failed, if one was made now; else the record may know of earlier ones.</param>
    public Task<SendOutcome> ExpireAsync(Versioned<MessageRecord> owned, IncomingRequest incoming, Problem? last = null)
    {
        var heldUpBy = last?.Code.Code ?? (owned.Value.Failures is [.., var before] ? before.Code : null);
        log.Expired(incoming.Id, incoming.ExpiresAt, heldUpBy);
        return FailAsync(owned, incoming, SendProblems.Expired(heldUpBy), MessageOutcomes.Expired, isSetAside: true);
    }

    private Task<SendOutcome> SettleAsync(Versioned<MessageRecord> owned, IncomingRequest incoming, NotPosted outcome) => outcome.Ending switch
    {
        PostEnding.Refused => FailAsync(owned, incoming, outcome.Problem, MessageOutcomes.Refused, isSetAside: incoming.IsFromQueue),
        PostEnding.OutcomeUnknown when journal.Value.OnUnknownOutcome == UnknownOutcomePolicy.Park => ParkAsync(owned, incoming, outcome.Problem),
        PostEnding.OutcomeUnknown or PostEnding.NotNow => DeferAsync(owned, incoming, outcome, TimeSpan.Zero),
        // Who waits for the answer may decide for himself; what a queue holds waits for our access.
        PostEnding.AccessFault when IsAccepted(owned, incoming) => DeferAsync(owned, incoming, outcome, queues.Value.PutBackDelay),
        PostEnding.Unforeseen when IsAccepted(owned, incoming) && !HasFailedOften(owned.Value) => DeferAsync(owned, incoming, outcome, queues.Value.PutBackDelay),
        _ => FailAsync(owned, incoming, outcome.Problem, MessageOutcomes.Failed, isSetAside: incoming.IsFromQueue),
    };

    private async Task<SendOutcome> FailAsync(Versioned<MessageRecord> owned, IncomingRequest incoming, Problem problem, string outcome, bool isSetAside)
    {
        telemetry.Ended(owned.Value.Route, outcome, problem.Code.Code);
        await ledger.CloseAsync(owned, problem, MessageState.Failed);
        if (isSetAside)
        {
            await unsent.WriteAsync(owned.Value, incoming, problem);
        }

        return Refuse(owned, problem);
    }

    private async Task<SendOutcome> ParkAsync(Versioned<MessageRecord> owned, IncomingRequest incoming, Problem problem)
    {
        telemetry.Ended(owned.Value.Route, MessageOutcomes.Unknown, problem.Code.Code);
        // First the letter, whoever waits for the answer: without it nobody could decide to send it all the same.
        await unsent.WriteAsync(owned.Value, AsParked(incoming, owned.Value), problem);
        await ledger.CloseAsync(owned, problem, MessageState.Unknown);
        return Refuse(owned, problem);
    }

    private async Task<SendOutcome> DeferAsync(Versioned<MessageRecord> owned, IncomingRequest incoming, NotPosted outcome, TimeSpan atLeast)
    {
        var problem = outcome.Problem;
        var attempt = owned.Value.Attempt;
        var delay = DeferralDelay.Of(attempt, outcome.Wait, atLeast, options.Value, Random.Shared.NextDouble());
        var dueAt = time.GetUtcNow() + delay;
        if (dueAt >= incoming.ExpiresAt)
        {
            // What may have been sent must not be called unsent, only because there is no time to send it again.
            return await (problem.Code == ErrorCodes.OutcomeUnknown ? ParkAsync(owned, incoming, problem) : ExpireAsync(owned, incoming, problem));
        }

        try
        {
            // The copy before the record: it may wait in vain, but it cannot be missing. It tells what the record may miss.
            await takeover.PutAsync(incoming with { UnknownOutcomes = SendLedger.UnknownOutcomes(owned.Value, problem) }, attempt + 1, delay);
        }
        catch (Exception exception) when (StorageFaults.IsStorageException(exception))
        {
            log.QueueUnavailable(incoming.Id, StorageFaults.Cause(exception));
            telemetry.Ended(owned.Value.Route, MessageOutcomes.Failed, problem.Code.Code);
            await ledger.GiveBackAsync(owned, incoming, problem, attempt + 1);
            if (incoming.IsFromQueue)
            {
                throw;
            }

            return Refuse(owned, problem);
        }

        telemetry.Ended(owned.Value.Route, MessageOutcomes.Deferred, problem.Code.Code);
        log.Deferred(incoming.Id, problem.Code.Code, attempt, delay.TotalSeconds);
        return new TakenOver(await ledger.DeferAsync(owned, problem, dueAt));
    }

    // Copies may find it parked at the same moment, or after a crash between letter and record: under one name they write one letter.
    private static IncomingRequest AsParked(IncomingRequest incoming, MessageRecord record) => incoming with { Queue = QueueNames.MessagesLater, AcceptedAt = record.AcceptedAt };

    private static NotSent Refuse(Versioned<MessageRecord> owned, Problem problem) => SendProblems.Refuse(owned.Value.Id, problem);

    // A caller who repeats what was taken over before finds it taken over.
    private static bool IsAccepted(Versioned<MessageRecord> owned, IncomingRequest incoming) => incoming.IsFromQueue || owned.Value.IsQueued;

    private static bool HasFailedOften(MessageRecord record) =>
        record.Failures is { Count: MessageRecord.RememberedFailures } failures && failures.All(failure => failure.Code == ErrorCodes.Unexpected.Code);
}
