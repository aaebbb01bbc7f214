using ServerlessMessaging.Records;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending.Records;

/// <summary>Tells what became of a request.</summary>
public sealed partial class MessageLookup(MessageRecords records, TimeProvider time, ILogger<MessageLookup> logger)
{
    private static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Reads the record of a request.</summary>
    /// <param name="id">The request's id.</param>
    /// <returns>The record, or why there is none to show (SM3004, SM4004). Exactly one is set.</returns>
    public async Task<(RecordAnswer? Answer, Problem? Problem)> FindAsync(string id)
    {
        if (!RequestId.IsValid(id))
        {
            // What cannot be an id cannot be a blob's name either.
            return NotFound(null);
        }

        using var timeout = new CancellationTokenSource(StorageTimeout, time);
        try
        {
            return await records.FindAsync(id, timeout.Token) is { } entry ? (RecordAnswer.Of(entry), null) : NotFound(id);
        }
        catch (Exception exception) when (StorageFaults.IsStorageException(exception))
        {
            return Unavailable(id, exception);
        }
    }

    /// <summary>What somebody is told whose record the storage account does not give.</summary>
    internal (RecordAnswer?, Problem) Unavailable(string id, Exception exception)
    {
        Log.Unavailable(logger, id, StorageFaults.Cause(exception));
        return (null, exception is UnreadableRecordException ? SendProblems.RecordUnreadable with { Id = id } : new Problem(ErrorCodes.StorageUnavailable, "The record cannot be reached. Try again; if it lasts, look at GET /api/operator/health.")
        {
            Id = id,
            RetryAfter = TimeSpan.FromSeconds(5),
        });
    }

    /// <summary>What somebody is told whose request is not remembered.</summary>
    internal (RecordAnswer?, Problem) NotFound(string? id)
    {
        Log.NotFound(logger, id);
        return (null, new Problem(ErrorCodes.NoSuchRequest, "No request with this id is remembered. What broke a rule leaves no record.") { Id = id });
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.RequestNotFound, LogLevel.Information, "Request {Id} is asked for and not remembered")]
        public static partial void NotFound(ILogger logger, string? id);

        [LoggerMessage(EventIds.RecordUnavailable, LogLevel.Error, "The record of request {Id} cannot be read ({Cause})")]
        public static partial void Unavailable(ILogger logger, string id, string cause);
    }
}
