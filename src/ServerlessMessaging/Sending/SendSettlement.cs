using System.Diagnostics;
using Microsoft.Extensions.Options;
using ServerlessMessaging.Journal;
using ServerlessMessaging.Messages.Problems;
using ServerlessMessaging.Sending.Posting;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending;

/// <summary>Draws the consequences of an attempt: the record, the next attempt or the dead letter, and the answer.</summary>
internal sealed class SendSettlement(
    SendLedger ledger, RequestTakeover takeover, UnsentRequests unsent, SendLog log, IOptions<SendingOptions> options, IOptions<QueueOptions> queues, IOptions<JournalOptions> journal, TimeProvider time)
{
    /// <summary>Settles a claimed request by the outcome of its post.</summary>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>, for a request that a queue brought: it must come again.</exception>
    public async Task<SendOutcome> SettleAsync(JournalEntry owned, Arrival arrival, PostOutcome outcome) => outcome switch
    {
        Posted posted => new Sent(await ledger.CloseAsync(owned, posted, arrival.Request.Message)),
        NotPosted notPosted => await SettleAsync(owned, arrival, notPosted),
        _ => throw new UnreachableException(outcome.GetType().Name),
    };

    /// <summary>Ends a claimed request whose time is over.</summary>
    /// <param name="owned">Its record.</param>
    /// <param name="arrival">The request.</param>
    /// <param name="last">Why its last attempt failed, if one was made.</param>
    public Task<SendOutcome> ExpireAsync(JournalEntry owned, Arrival arrival, Problem? last = null)
    {
        log.Expired(arrival.Id, arrival.ExpiresAt, last?.Code.Code);
        return FailAsync(owned, arrival, SendProblems.Expired(last), isSetAside: true);
    }

    private Task<SendOutcome> SettleAsync(JournalEntry owned, Arrival arrival, NotPosted outcome) => outcome.Ending switch
    {
        PostEnding.Refused => FailAsync(owned, arrival, outcome.Problem, isSetAside: arrival.IsQueued),
        PostEnding.OutcomeUnknown when journal.Value.OnUnknownOutcome == UnknownOutcomePolicy.Park => ParkAsync(owned, arrival, outcome.Problem),
        PostEnding.OutcomeUnknown or PostEnding.NotNow => DeferAsync(owned, arrival, outcome.Problem, TimeSpan.Zero),
        // Who waits for the answer may decide for himself; what a queue holds waits for our access.
        PostEnding.AccessFault when arrival.IsQueued => DeferAsync(owned, arrival, outcome.Problem, queues.Value.PutBackDelay),
        PostEnding.Unforeseen when arrival.IsQueued && !HasFailedOften(owned.Record) => DeferAsync(owned, arrival, outcome.Problem, queues.Value.PutBackDelay),
        _ => FailAsync(owned, arrival, outcome.Problem, isSetAside: arrival.IsQueued),
    };

    private async Task<SendOutcome> FailAsync(JournalEntry owned, Arrival arrival, Problem problem, bool isSetAside)
    {
        await ledger.CloseAsync(owned, problem, SendState.Failed);
        if (isSetAside)
        {
            await unsent.WriteAsync(owned.Record, arrival, problem);
        }

        return Refuse(owned, problem);
    }

    private async Task<SendOutcome> ParkAsync(JournalEntry owned, Arrival arrival, Problem problem)
    {
        // First the letter: a record alone would be found by nobody.
        if (arrival.IsQueued)
        {
            await unsent.WriteAsync(owned.Record, arrival, problem);
        }

        await ledger.CloseAsync(owned, problem, SendState.Unknown);
        return Refuse(owned, problem);
    }

    private async Task<SendOutcome> DeferAsync(JournalEntry owned, Arrival arrival, Problem problem, TimeSpan atLeast)
    {
        var attempt = owned.Record.Attempt;
        var delay = DeferralDelay.Of(attempt, problem.RetryAfter, atLeast, options.Value, Random.Shared.NextDouble());
        var dueAt = time.GetUtcNow() + delay;
        if (dueAt >= arrival.ExpiresAt)
        {
            return await ExpireAsync(owned, arrival, problem);
        }

        try
        {
            // The copy before the record: it may wait in vain, but it cannot be missing.
            await takeover.PutAsync(arrival, attempt + 1, delay);
        }
        catch (Exception exception) when (StorageFaults.Is(exception))
        {
            log.QueueUnavailable(arrival.Id, StorageFaults.Cause(exception));
            await ledger.GiveBackAsync(owned, arrival, problem);
            if (arrival.IsQueued)
            {
                throw;
            }

            return Refuse(owned, problem);
        }

        log.Deferred(arrival.Id, problem.Code.Code, attempt, delay.TotalSeconds);
        return new TakenOver(await ledger.DeferAsync(owned, problem, dueAt));
    }

    private static NotSent Refuse(JournalEntry owned, Problem problem) => SendProblems.Refuse(owned.Record.Id, problem);

    private static bool HasFailedOften(SendRecord record) =>
        record.Failures is { Count: SendRecord.RememberedFailures } failures && failures.All(failure => failure.Code == ErrorCodes.Unexpected.Code);
}
