using System.Diagnostics;
using Microsoft.Extensions.Options;
using ServerlessMessaging.Journal;
using ServerlessMessaging.Logging;
using ServerlessMessaging.Messages.Problems;
using ServerlessMessaging.Sending.Posting;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending;

/// <summary>Draws the consequences of an attempt: the record, the next attempt or the dead letter, and the answer.</summary>
public sealed class SendSettlement(
    SendLedger ledger, RequestTakeover takeover, UnsentRequests unsent, SendLog log, SendTelemetry telemetry, IOptions<SendingOptions> options, IOptions<QueueOptions> queues, IOptions<JournalOptions> journal, TimeProvider time)
{
    /// <summary>Settles a claimed request by the outcome of its post.</summary>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>, for a request that a queue brought: it must come again.</exception>
    public async Task<SendOutcome> SettleAsync(JournalEntry owned, Arrival arrival, PostOutcome outcome)
    {
        switch (outcome)
        {
            case Posted posted:
                telemetry.Sent(owned.Record, arrival, posted.MessageId);
                return new Sent(await ledger.CloseAsync(owned, posted, arrival.Request.Message));
            case NotPosted notPosted:
                return await SettleAsync(owned, arrival, notPosted);
            default:
                throw new UnreachableException(outcome.GetType().Name);
        }
    }

    /// <summary>What a caller is told whose request is not his to send.</summary>
    public async Task<SendOutcome> AnswerAsync(Claim claim, Arrival arrival)
    {
        if (claim.Verdict == Verdict.Park)
        {
            await ParkAsync(claim, arrival);
        }
        else
        {
            telemetry.Ended(claim.Entry.Record.Route, MessageOutcomes.Repeated);
        }

        return LedgerAnswers.Of(claim, log);
    }

    /// <summary>Parks a request whose owner died while sending. First the letter: a record alone would be found by nobody.</summary>
    public async Task ParkAsync(Claim claim, Arrival arrival)
    {
        log.Parked(arrival.Id);
        var record = claim.Entry.Record;
        telemetry.Ended(record.Route, MessageOutcomes.Unknown, SendProblems.CutOff.Code.Code);
        await unsent.WriteAsync(record, AsParked(arrival, record), SendProblems.CutOff);
        await ledger.CloseAsync(claim.Entry, SendProblems.CutOff, SendState.Unknown);
    }

    /// <summary>Ends a claimed request whose time is over.</summary>
    /// <param name="owned">Its record.</param>
    /// <param name="arrival">The request.</param>
    /// <param name="last">Why its attempt failed, if one was made now; else the record may know of earlier ones.</param>
    public Task<SendOutcome> ExpireAsync(JournalEntry owned, Arrival arrival, Problem? last = null)
    {
        var heldUpBy = last?.Code.Code ?? (owned.Record.Failures is [.., var before] ? before.Code : null);
        log.Expired(arrival.Id, arrival.ExpiresAt, heldUpBy);
        return FailAsync(owned, arrival, SendProblems.Expired(heldUpBy), MessageOutcomes.Expired, isSetAside: true);
    }

    private Task<SendOutcome> SettleAsync(JournalEntry owned, Arrival arrival, NotPosted outcome) => outcome.Ending switch
    {
        PostEnding.Refused => FailAsync(owned, arrival, outcome.Problem, MessageOutcomes.Refused, isSetAside: arrival.IsQueued),
        PostEnding.OutcomeUnknown when journal.Value.OnUnknownOutcome == UnknownOutcomePolicy.Park => ParkAsync(owned, arrival, outcome.Problem),
        PostEnding.OutcomeUnknown or PostEnding.NotNow => DeferAsync(owned, arrival, outcome, TimeSpan.Zero),
        // Who waits for the answer may decide for himself; what a queue holds waits for our access.
        PostEnding.AccessFault when IsAccepted(owned, arrival) => DeferAsync(owned, arrival, outcome, queues.Value.PutBackDelay),
        PostEnding.Unforeseen when IsAccepted(owned, arrival) && !HasFailedOften(owned.Record) => DeferAsync(owned, arrival, outcome, queues.Value.PutBackDelay),
        _ => FailAsync(owned, arrival, outcome.Problem, MessageOutcomes.Failed, isSetAside: arrival.IsQueued),
    };

    private async Task<SendOutcome> FailAsync(JournalEntry owned, Arrival arrival, Problem problem, string outcome, bool isSetAside)
    {
        telemetry.Ended(owned.Record.Route, outcome, problem.Code.Code);
        await ledger.CloseAsync(owned, problem, SendState.Failed);
        if (isSetAside)
        {
            await unsent.WriteAsync(owned.Record, arrival, problem);
        }

        return Refuse(owned, problem);
    }

    private async Task<SendOutcome> ParkAsync(JournalEntry owned, Arrival arrival, Problem problem)
    {
        telemetry.Ended(owned.Record.Route, MessageOutcomes.Unknown, problem.Code.Code);
        // First the letter, whoever waits for the answer: without it nobody could decide to send it all the same.
        await unsent.WriteAsync(owned.Record, AsParked(arrival, owned.Record), problem);
        await ledger.CloseAsync(owned, problem, SendState.Unknown);
        return Refuse(owned, problem);
    }

    private async Task<SendOutcome> DeferAsync(JournalEntry owned, Arrival arrival, NotPosted outcome, TimeSpan atLeast)
    {
        var problem = outcome.Problem;
        var attempt = owned.Record.Attempt;
        var delay = DeferralDelay.Of(attempt, outcome.Wait, atLeast, options.Value, Random.Shared.NextDouble());
        var dueAt = time.GetUtcNow() + delay;
        if (dueAt >= arrival.ExpiresAt)
        {
            // What may have been sent must not be called unsent, only because there is no time to send it again.
            return await (problem.Code == ErrorCodes.OutcomeUnknown ? ParkAsync(owned, arrival, problem) : ExpireAsync(owned, arrival, problem));
        }

        try
        {
            // The copy before the record: it may wait in vain, but it cannot be missing. It tells what the record may miss.
            await takeover.PutAsync(arrival with { UnknownOutcomes = SendLedger.UnknownOutcomes(owned.Record, problem) }, attempt + 1, delay);
        }
        catch (Exception exception) when (StorageFaults.Is(exception))
        {
            log.QueueUnavailable(arrival.Id, StorageFaults.Cause(exception));
            telemetry.Ended(owned.Record.Route, MessageOutcomes.Failed, problem.Code.Code);
            await ledger.GiveBackAsync(owned, arrival, problem, attempt + 1);
            if (arrival.IsQueued)
            {
                throw;
            }

            return Refuse(owned, problem);
        }

        telemetry.Ended(owned.Record.Route, MessageOutcomes.Deferred, problem.Code.Code);
        log.Deferred(arrival.Id, problem.Code.Code, attempt, delay.TotalSeconds);
        return new TakenOver(await ledger.DeferAsync(owned, problem, dueAt));
    }

    // Copies may find it parked at the same moment, or after a crash between letter and record: under one name they write one letter.
    private static Arrival AsParked(Arrival arrival, SendRecord record) => arrival with { Queue = QueueNames.MessagesLater, AcceptedAt = record.AcceptedAt };

    private static NotSent Refuse(JournalEntry owned, Problem problem) => SendProblems.Refuse(owned.Record.Id, problem);

    // A caller who repeats what was taken over before finds it taken over.
    private static bool IsAccepted(JournalEntry owned, Arrival arrival) => arrival.IsQueued || owned.Record.IsHeld;

    private static bool HasFailedOften(SendRecord record) =>
        record.Failures is { Count: SendRecord.RememberedFailures } failures && failures.All(failure => failure.Code == ErrorCodes.Unexpected.Code);
}
