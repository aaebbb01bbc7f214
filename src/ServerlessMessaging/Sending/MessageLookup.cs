using Azure;
using Azure.Identity;
using ServerlessMessaging.Journal;
using ServerlessMessaging.Messages;
using ServerlessMessaging.Messages.Problems;

namespace ServerlessMessaging.Sending;

/// <summary>Tells what became of a request.</summary>
public sealed class MessageLookup
{
    private static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(5);

    private readonly IJournal _journal;
    private readonly TimeProvider _time;

    internal MessageLookup(IJournal journal, TimeProvider time)
    {
        (_journal, _time) = (journal, time);
    }

    /// <summary>Reads the record of a request.</summary>
    /// <param name="id">The request's id.</param>
    /// <returns>The record, or why there is none to show (SM3004, SM4004). Exactly one is set.</returns>
    public async Task<(RecordAnswer? Answer, Problem? Problem)> FindAsync(string id)
    {
        using var timeout = new CancellationTokenSource(StorageTimeout, _time);
        try
        {
            // What cannot be an id cannot be a blob's name either.
            return RequestId.IsValid(id) && await _journal.ReadAsync(id, timeout.Token) is { } entry
                ? (RecordAnswer.Of(entry.Record), null)
                : (null, new Problem(ErrorCodes.NoSuchRequest, "No request with this id is remembered. Records are kept for 15 days."));
        }
        catch (Exception exception) when (exception is RequestFailedException or AuthenticationFailedException or AggregateException or OperationCanceledException)
        {
            return (null, new Problem(ErrorCodes.StorageUnavailable, "The storage account cannot be used. Try again.") { RetryAfter = TimeSpan.FromSeconds(5) });
        }
    }
}
