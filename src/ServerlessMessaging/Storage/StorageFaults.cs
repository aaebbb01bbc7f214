using Azure;
using Azure.Identity;

namespace ServerlessMessaging.Storage;

/// <summary>Which exceptions mean that the storage account cannot be used, or holds what cannot be read.</summary>
internal static class StorageFaults
{
    public static bool Is(Exception exception) => exception
        is RequestFailedException or AuthenticationFailedException or AggregateException or OperationCanceledException or UnreadableBlobException;

    /// <summary>The cause in few words: a status, or the kind of exception.</summary>
    public static string Cause(Exception exception) =>
        exception is RequestFailedException { Status: > 0 } failed ? $"status {failed.Status}" : (exception.InnerException ?? exception).GetType().Name;
}
