using ServerlessMessaging.Records;
using ServerlessMessaging.Sending.Posting;
using ServerlessMessaging.Shutdown;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending;

/// <summary>Keeps a send's record: claims the request before, writes its outcome after.</summary>
public sealed class SendLedger(MessageRecords records, LedgerWriter writer, RunningInvocations running, SendLog log, TimeProvider time)
{
    private static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestClaim = TimeSpan.FromSeconds(5);

    /// <summary>Claims a request.</summary>
    /// <param name="incoming">What arrives.</param>
    /// <param name="aim"><c>Sending</c>, or the state in which a queue shall hold it.</param>
    /// <param name="remaining">How long may be waited; never more than 5 s.</param>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>: nothing is claimed.</exception>
    public async Task<Claim> OpenAsync(IncomingRequest incoming, MessageState aim, TimeSpan remaining)
    {
        var owner = Guid.NewGuid().ToString("N");
        using var timeout = new CancellationTokenSource(remaining < LongestClaim ? remaining : LongestClaim, time);
        try
        {
            var claim = await records.ClaimAsync(incoming, aim, owner, timeout.Token);
            if (claim.Decision == ClaimDecision.ClaimAsUnknown || (claim.IsOwned && claim.Record.Value.UnknownOutcomes > 0))
            {
                log.ResentAsUnknown(incoming.Id, claim.Record.Value.Attempt);
            }

            return claim;
        }
        catch (Exception exception) when (StorageFaults.IsStorageException(exception))
        {
            log.NotSentWithoutStorage(incoming.Id, StorageFaults.Cause(exception));
            _ = ReleaseAsync(incoming, owner);
            throw;
        }
    }

    /// <summary>Writes down that a queue holds the request.</summary>
    public async Task ConfirmAsync(Versioned<MessageRecord> owned)
    {
        using var timeout = new CancellationTokenSource(StorageTimeout, time);
        try
        {
            // Where this fails the queue's copy was quicker, or will tell.
            await records.TryReplaceUnlistedAsync(owned, owned.Value with { IsQueued = true, Lease = null }, timeout.Token);
        }
        catch (Exception exception) when (StorageFaults.IsStorageException(exception))
        {
            log.OutcomeNotRecorded(owned.Value.Id, owned.Value.State, StorageFaults.Cause(exception));
        }
    }

    /// <summary>Writes down that the message was sent, and the way back from Genesys' ids.</summary>
    public async Task<SendAnswer> CloseAsync(Versioned<MessageRecord> owned, Posted posted, Message message)
    {
        var sent = owned.Value with { State = MessageState.Sent, To = posted.To, MessageId = posted.MessageId, Degradations = posted.Degradations, DueAt = null };
        var entry = new IndexEntry(sent.Id, posted.To, time.GetUtcNow()) { ReplyTo = sent.ReplyTo, ImBacks = ImBackTexts.From(message) };
        await writer.CloseAsync(owned, sent, entry);
        return SendAnswer.Of(sent);
    }

    /// <summary>Writes down that the message was not sent, now or ever.</summary>
    /// <param name="owned">The record.</param>
    /// <param name="problem">Why.</param>
    /// <param name="state"><c>Failed</c>, or <c>Unknown</c> where nobody may send it again by himself.</param>
    public Task CloseAsync(Versioned<MessageRecord> owned, Problem problem, MessageState state) =>
        writer.CloseAsync(owned, Failed(owned.Value, problem) with { State = state, DueAt = null });

    /// <summary>Writes down that a queue holds the request for its next attempt.</summary>
    public async Task<SendAnswer> DeferAsync(Versioned<MessageRecord> owned, Problem problem, DateTimeOffset dueAt)
    {
        var deferred = Failed(owned.Value, problem) with { State = MessageState.Deferred, Attempt = owned.Value.Attempt + 1, DueAt = dueAt, IsQueued = true };
        await writer.CloseAsync(owned, deferred);
        return SendAnswer.Of(deferred);
    }

    /// <summary>Gives back what no queue could take: whoever brought it brings it again.</summary>
    /// <param name="owned">The record.</param>
    /// <param name="incoming">What brought it.</param>
    /// <param name="problem">Why.</param>
    /// <param name="put">The attempt of the copy that was refused. The queue may have taken it all the same, so a caller's record goes beyond it.</param>
    public Task GiveBackAsync(Versioned<MessageRecord> owned, IncomingRequest incoming, Problem problem, int put) => writer.CloseAsync(
        owned,
        Failed(owned.Value, problem) with
        {
            State = MessageRecords.StateBefore(owned.Value, incoming),
            // What a queue brought is brought again, and whichever copy comes first is as good as the other.
            Attempt = incoming.IsFromQueue ? owned.Value.Attempt : put + 1,
            DueAt = null,
        });

    /// <summary>How often an answer was lost, an attempt that ended with a problem included.</summary>
    public static int UnknownOutcomes(MessageRecord record, Problem problem) =>
        record.UnknownOutcomes + (problem.Code == ErrorCodes.OutcomeUnknown ? 1 : 0);

    private MessageRecord Failed(MessageRecord record, Problem problem) =>
        record.WithFailure(new(time.GetUtcNow(), record.Attempt, problem.Code.Code, problem.Detail)) with
        {
            UnknownOutcomes = UnknownOutcomes(record, problem),
        };

    // The claim may have been written all the same; left alone it would block the id until its lease ends.
    private async Task ReleaseAsync(IncomingRequest incoming, string owner)
    {
        using var invocation = running.Begin();
        using var timeout = new CancellationTokenSource(StorageTimeout, time);
        try
        {
            await records.ReleaseAsync(incoming, owner, timeout.Token);
        }
        catch (Exception exception) when (StorageFaults.IsStorageException(exception))
        {
            // The lease heals it.
        }
    }
}
