using ServerlessMessaging.Genesys;
using ServerlessMessaging.KeyVault;

namespace ServerlessMessaging.Sending;

/// <summary>What a caller is told when a message was not sent.</summary>
internal static class SendProblems
{
    private static readonly TimeSpan UnknownWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AccessFaultWait = TimeSpan.FromSeconds(30);

    /// <summary>Too late, whatever held it up.</summary>
    /// <param name="lastCode">What its last attempt ended with, if one was made.</param>
    public static Problem Expired(string? lastCode) => Problem.At(
        "/expiresAt",
        ErrorCodes.Expired,
        $"The request's time ended before it could be sent{(lastCode is null ? string.Empty : $"; the last attempt ended with {lastCode}")}. Send it again with a later expiresAt, if it is still wanted.");

    /// <summary>Whoever was sending it died.</summary>
    public static Problem OwnerDied { get; } = new(
        ErrorCodes.OutcomeUnknown, "An attempt was cut off, so the message may have been sent or not. Look at the conversation before you replay it with force.");

    /// <summary>The storage account failed before anything was sent.</summary>
    public static Problem WithoutStorage { get; } = new(
        ErrorCodes.StorageUnavailable, "The storage account cannot be used, so nothing was sent. Try again; if it lasts, look at GET /api/operator/health.");

    /// <summary>The record was written by another version, and what it says is not guessed.</summary>
    public static Problem RecordUnreadable { get; } = new(
        ErrorCodes.RecordUnreadable, "The record of this id has a form that this version of the app does not know, so nothing was sent. Deploy the version that wrote it, or give the request a new id.");

    /// <summary>What a fault of storage means for a request of which nothing was sent.</summary>
    public static Problem FromStorage(Exception exception) => exception is UnreadableRecordException ? RecordUnreadable : WithoutStorage;

    /// <summary>The problem as its caller is told it.</summary>
    public static NotSent Refuse(string id, Problem problem) => new(problem with
    {
        Id = id,
        RetryAfter = problem.RetryAfter ?? (problem.Code.Status == 503 ? UnknownWait : null),
    });

    public static Problem From(GenesysFailure failure) => new(failure.Code, failure.Detail)
    {
        GenesysStatus = failure.Status,
        GenesysMessage = failure.GenesysMessage,
        ContextId = failure.ContextId,
        RetryAfter = failure.Code.Status == 503
            ? failure.RetryAfter ?? (failure.Kind == FailureKind.AccessFault ? AccessFaultWait : null)
            : null,
    };

    public static Problem From(SecretUnavailableException exception) => new(ErrorCodes.SecretUnavailable, exception.Message)
    {
        RetryAfter = AccessFaultWait,
    };
}
