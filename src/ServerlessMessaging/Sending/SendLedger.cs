using ServerlessMessaging.Draining;
using ServerlessMessaging.Journal;
using ServerlessMessaging.Messages.Content;
using ServerlessMessaging.Messages.Problems;
using ServerlessMessaging.Sending.Posting;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending;

/// <summary>Keeps a send's record: claims the request before, writes its outcome after.</summary>
public sealed class SendLedger(Claims claims, IJournal journal, LedgerWriter writer, RunningInvocations running, SendLog log, TimeProvider time)
{
    private const int LongestDetail = 200;
    private static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestClaim = TimeSpan.FromSeconds(5);

    /// <summary>Claims a request.</summary>
    /// <param name="arrival">What arrives.</param>
    /// <param name="aim"><c>Sending</c>, or the state in which a queue shall hold it.</param>
    /// <param name="remaining">How long may be waited; never more than 5 s.</param>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>: nothing is claimed.</exception>
    public async Task<Claim> OpenAsync(Arrival arrival, SendState aim, TimeSpan remaining)
    {
        var owner = Guid.NewGuid().ToString("N");
        using var timeout = new CancellationTokenSource(remaining < LongestClaim ? remaining : LongestClaim, time);
        try
        {
            var claim = await claims.TakeAsync(arrival, aim, owner, timeout.Token);
            if (claim.Verdict == Verdict.ClaimAsUnknown || (claim.IsOwned && claim.Entry.Record.UnknownOutcomes > 0))
            {
                log.ResentAsUnknown(arrival.Id, claim.Entry.Record.Attempt);
            }

            return claim;
        }
        catch (Exception exception) when (StorageFaults.Is(exception))
        {
            log.NotSentWithoutStorage(arrival.Id, StorageFaults.Cause(exception));
            _ = ReleaseAsync(arrival, owner);
            throw;
        }
    }

    /// <summary>Writes down that a queue holds the request.</summary>
    public async Task ConfirmAsync(JournalEntry owned)
    {
        using var timeout = new CancellationTokenSource(StorageTimeout, time);
        try
        {
            // Where this fails the queue's copy was quicker, or will tell.
            await journal.TryReplaceAsync(owned, owned.Record with { IsHeld = true, Owner = null, Lease = null }, timeout.Token);
        }
        catch (Exception exception) when (StorageFaults.Is(exception))
        {
            log.OutcomeNotRecorded(owned.Record.Id, owned.Record.State, StorageFaults.Cause(exception));
        }
    }

    /// <summary>Writes down that the message was sent, and the way back from Genesys' ids.</summary>
    public async Task<SendAnswer> CloseAsync(JournalEntry owned, Posted posted, Message message)
    {
        var sent = owned.Record with { State = SendState.Sent, To = posted.To, MessageId = posted.MessageId, Degradations = posted.Degradations, DueAt = null };
        var entry = new IndexEntry(sent.Id, posted.To, time.GetUtcNow()) { ReplyTo = sent.ReplyTo, ImBacks = ImBackTexts.Of(message) };
        await writer.CloseAsync(owned, sent, entry);
        return SendAnswer.Of(sent);
    }

    /// <summary>Writes down that the message was not sent, now or ever.</summary>
    /// <param name="owned">The record.</param>
    /// <param name="problem">Why.</param>
    /// <param name="state"><c>Failed</c>, or <c>Unknown</c> where nobody may send it again by himself.</param>
    public Task CloseAsync(JournalEntry owned, Problem problem, SendState state) =>
        writer.CloseAsync(owned, Failed(owned.Record, problem) with { State = state, DueAt = null });

    /// <summary>Writes down that a queue holds the request for its next attempt.</summary>
    public async Task<SendAnswer> DeferAsync(JournalEntry owned, Problem problem, DateTimeOffset dueAt)
    {
        var deferred = Failed(owned.Record, problem) with { State = SendState.Deferred, Attempt = owned.Record.Attempt + 1, DueAt = dueAt, IsHeld = true };
        await writer.CloseAsync(owned, deferred);
        return SendAnswer.Of(deferred);
    }

    /// <summary>Gives back what no queue could take: whoever brought it brings it again.</summary>
    /// <param name="owned">The record.</param>
    /// <param name="arrival">What brought it.</param>
    /// <param name="problem">Why.</param>
    /// <param name="put">The attempt of the copy that was refused. The queue may have taken it all the same, so a caller's record goes beyond it.</param>
    public Task GiveBackAsync(JournalEntry owned, Arrival arrival, Problem problem, int put) => writer.CloseAsync(
        owned,
        Failed(owned.Record, problem) with
        {
            State = Claims.StateBefore(owned.Record, arrival),
            // What a queue brought is brought again, and whichever copy comes first is as good as the other.
            Attempt = arrival.IsQueued ? owned.Record.Attempt : put + 1,
            DueAt = null,
        });

    /// <summary>How often an answer was lost, an attempt that ended with a problem included.</summary>
    public static int UnknownOutcomes(SendRecord record, Problem problem) =>
        record.UnknownOutcomes + (problem.Code == ErrorCodes.OutcomeUnknown ? 1 : 0);

    private SendRecord Failed(SendRecord record, Problem problem) =>
        record.WithFailure(new(time.GetUtcNow(), record.Attempt, problem.Code.Code, MetadataText.Cut(problem.Detail, LongestDetail))) with
        {
            UnknownOutcomes = UnknownOutcomes(record, problem),
        };

    // The claim may have been written all the same; left alone it would block the id until its lease ends.
    private async Task ReleaseAsync(Arrival arrival, string owner)
    {
        using var invocation = running.Begin();
        using var timeout = new CancellationTokenSource(StorageTimeout, time);
        try
        {
            await claims.ReleaseAsync(arrival, owner, timeout.Token);
        }
        catch (Exception exception) when (StorageFaults.Is(exception))
        {
            // The lease heals it.
        }
    }
}
