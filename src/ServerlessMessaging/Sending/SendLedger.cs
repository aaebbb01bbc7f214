using ServerlessMessaging.Draining;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Journal;
using ServerlessMessaging.Messages;
using ServerlessMessaging.Messages.Problems;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending;

/// <summary>Keeps a send's record: claims the request before, writes its outcome after.</summary>
internal sealed class SendLedger(Claims claims, IJournal journal, RunningInvocations running, SendLog log, TimeProvider time)
{
    private const int Tries = 3;
    private const int LongestDetail = 200;
    private static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestClaim = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    // An answer is not held longer for its record; the writing goes on behind it.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1.5);

    /// <summary>Claims a request.</summary>
    /// <param name="request">The request, with its id.</param>
    /// <param name="deadline">The moment by which an answer is owed.</param>
    /// <returns>The record if the request is ours to send, or the answer that its record gives.</returns>
    public async Task<(JournalEntry? Owned, SendOutcome? Answer)> OpenAsync(SendRequest request, Deadline deadline)
    {
        var owner = Guid.NewGuid().ToString("N");
        using var timeout = new CancellationTokenSource(deadline.Remaining < LongestClaim ? deadline.Remaining : LongestClaim, time);
        try
        {
            var claim = await claims.TakeAsync(request, owner, timeout.Token);
            if (claim.Verdict == Verdict.ClaimAsUnknown || (claim.IsOwned && claim.Entry.Record.UnknownOutcomes > 0))
            {
                log.ResentAsUnknown(request.Id!, claim.Entry.Record.Attempt);
            }

            return claim.IsOwned ? (claim.Entry, null) : (null, LedgerAnswers.Of(claim, log));
        }
        catch (Exception exception) when (StorageFaults.Is(exception))
        {
            log.NotSentWithoutStorage(request.Id!, StorageFaults.Cause(exception));
            _ = ReleaseAsync(request.Id!, owner);
            return (null, new NotSent(new Problem(ErrorCodes.StorageUnavailable, "The storage account cannot be used, so nothing was sent. Try again; if it lasts, look at GET /api/health/details.")
            {
                Id = request.Id,
                RetryAfter = TimeSpan.FromSeconds(5),
            }));
        }
    }

    /// <summary>Writes down that the message was sent.</summary>
    public Task CloseAsync(JournalEntry owned, string channel, SendAnswer answer) => CloseAsync(owned, owned.Record with
    {
        State = SendState.Sent,
        Channel = channel,
        MessageId = answer.MessageId,
        Degradations = answer.Degradations,
    });

    /// <summary>Writes down why the message was not sent.</summary>
    /// <param name="owned">The record.</param>
    /// <param name="problem">Why.</param>
    /// <param name="park">Whether nobody may send it again by himself.</param>
    public Task CloseAsync(JournalEntry owned, Problem problem, bool park)
    {
        var unknown = problem.Code == ErrorCodes.OutcomeUnknown;
        var failure = new FailedAttempt(time.GetUtcNow(), owned.Record.Attempt, problem.Code.Code, MetadataText.Cut(problem.Detail, LongestDetail));
        return CloseAsync(owned, owned.Record.WithFailure(failure) with
        {
            State = unknown && park ? SendState.Unknown : SendState.Failed,
            UnknownOutcomes = owned.Record.UnknownOutcomes + (unknown ? 1 : 0),
        });
    }

    // What happened has happened: a record that cannot be written changes the caller's answer no more.
    private async Task CloseAsync(JournalEntry owned, SendRecord outcome) =>
        await Task.WhenAny(WriteAsync(owned, outcome with { Owner = null, Lease = null }), Task.Delay(LongestWait, time));

    private async Task WriteAsync(JournalEntry owned, SendRecord closed)
    {
        using var invocation = running.Begin();
        var cause = string.Empty;
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            using var timeout = new CancellationTokenSource(StorageTimeout, time);
            try
            {
                if (await journal.TryReplaceAsync(owned, closed, timeout.Token) is null && !await IsWrittenAsync(closed, timeout.Token))
                {
                    log.TakenOver(closed.Id, closed.State);
                }

                return;
            }
            catch (ArgumentException)
            {
                // Too much to remember: what happened counts more than how it came about.
                closed = closed with { Failures = null, Channel = null };
            }
            catch (Exception exception) when (StorageFaults.Is(exception))
            {
                cause = StorageFaults.Cause(exception);
                await Task.Delay(BetweenTries, time);
            }
        }

        log.OutcomeNotRecorded(closed.Id, closed.State, cause);
    }

    // A write whose answer was lost is repeated by the SDK and meets its own trace.
    private async Task<bool> IsWrittenAsync(SendRecord closed, CancellationToken cancellationToken) =>
        await journal.ReadAsync(closed.Id, cancellationToken) is { Record: var record } && record.State == closed.State && record.Attempt == closed.Attempt;

    // The claim may have been written all the same; left alone it would block the id until its lease ends.
    private async Task ReleaseAsync(string id, string owner)
    {
        using var invocation = running.Begin();
        using var timeout = new CancellationTokenSource(StorageTimeout, time);
        try
        {
            await claims.ReleaseAsync(id, owner, timeout.Token);
        }
        catch (Exception exception) when (StorageFaults.Is(exception))
        {
            // The lease heals it.
        }
    }
}
