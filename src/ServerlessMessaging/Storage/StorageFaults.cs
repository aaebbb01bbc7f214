using Azure.Identity;

namespace ServerlessMessaging.Storage;

/// <summary>The exceptions of an unavailable storage account, or of unreadable data in it.</summary>
public static class StorageFaults
{
    public static bool IsStorageException(Exception exception) => IsTransient(exception) || exception is UnreadableRecordException;

    /// <summary>Whether a later attempt may succeed. An unreadable record stays so.</summary>
    public static bool IsTransient(Exception exception) => exception
        is RequestFailedException or AuthenticationFailedException or AggregateException or OperationCanceledException or ContentionException;

    /// <summary>The cause in short: a status, the row, or the kind of exception.</summary>
    public static string Cause(Exception exception) => exception switch
    {
        RequestFailedException { Status: > 0 } failed => $"status {failed.Status}",
        UnreadableRecordException or ContentionException => exception.Message,
        _ => (exception.InnerException ?? exception).GetType().Name,
    };
}

/// <summary>Other processes changed a row each time it was read and written. Transient: a later attempt may succeed.</summary>
public sealed class ContentionException(string message) : Exception(message);

/// <summary>A row or blob has another format than this version writes. Permanent: another attempt reads the same.</summary>
public sealed class UnreadableRecordException(string message, Exception? innerException = null) : Exception(message, innerException);
