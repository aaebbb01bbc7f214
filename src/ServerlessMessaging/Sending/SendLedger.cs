using Azure;
using Azure.Identity;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Journal;
using ServerlessMessaging.Messages;
using ServerlessMessaging.Messages.Problems;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending;

/// <summary>Keeps a send's record: claims the request before, writes its outcome after.</summary>
internal sealed class SendLedger(Claims claims, IJournal journal, SendLog log, TimeProvider time)
{
    private const int Tries = 3;
    private const int LongestDetail = 200;
    private static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Claims a request.</summary>
    /// <param name="request">The request, with its id.</param>
    /// <param name="deadline">The moment by which an answer is owed.</param>
    /// <returns>The record if the request is ours to send, or the answer that its record gives.</returns>
    public async Task<(JournalEntry? Owned, SendOutcome? Answer)> OpenAsync(SendRequest request, Deadline deadline)
    {
        using var timeout = Timeout(deadline.Remaining);
        try
        {
            var claim = await claims.TakeAsync(request, timeout.Token);
            if (claim.Verdict == Verdict.ClaimAsUnknown)
            {
                log.ResentAsUnknown(request.Id!, claim.Entry.Record.Attempt);
            }

            return claim.IsOwned ? (claim.Entry, null) : (null, LedgerAnswers.Of(claim, log));
        }
        catch (Exception exception) when (IsStorageFault(exception))
        {
            log.NotSentWithoutStorage(request.Id!, (exception as RequestFailedException)?.Status ?? 0);
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
    private async Task CloseAsync(JournalEntry owned, SendRecord outcome)
    {
        var closed = outcome with { Owner = null, Lease = null };
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            using var timeout = Timeout(StorageTimeout);
            try
            {
                if (await journal.TryReplaceAsync(owned, closed, timeout.Token) is null)
                {
                    break;
                }

                return;
            }
            catch (Exception exception) when (IsStorageFault(exception))
            {
                // Tried again, then told below.
            }
        }

        log.OutcomeNotRecorded(owned.Record.Id, closed.State);
    }

    private static bool IsStorageFault(Exception exception) =>
        exception is RequestFailedException or AuthenticationFailedException or AggregateException or OperationCanceledException;

    private CancellationTokenSource Timeout(TimeSpan left) => new(left < StorageTimeout ? left : StorageTimeout, time);
}
