using ServerlessMessaging.Genesys;
using ServerlessMessaging.KeyVault;

namespace ServerlessMessaging.Sending;

/// <summary>The problems of messages that were not sent.</summary>
internal static class SendProblems
{
    private static readonly TimeSpan UnknownWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AccessFaultWait = TimeSpan.FromSeconds(30);

    /// <summary>The request expired.</summary>
    /// <param name="lastCode">The error of its last attempt, if one was made.</param>
    public static Problem Expired(string? lastCode) => Problem.At(
        "/expiresAt",
        ErrorCodes.Expired,
        $"The request expired before it could be sent{(lastCode is null ? string.Empty : $"; the last attempt ended with {lastCode}")}. Send it again with a later expiresAt, if it is still wanted.");

    /// <summary>The problem for a request that an earlier attempt may have sent: never that it was not sent.</summary>
    public static Problem MayHaveBeenSent(Problem last) => last.Code == ErrorCodes.OutcomeUnknown ? last : last with
    {
        Code = ErrorCodes.OutcomeUnknown,
        Detail = $"An earlier attempt may have sent the message; then it ended with {last.Code}. Check the conversation before it is sent again.",
        RetryAfter = null,
        Errors = [],
    };

    /// <summary>The process that was sending it died.</summary>
    public static Problem OwnerDied { get; } = new(
        ErrorCodes.OutcomeUnknown, "An attempt was interrupted, so the message may have been sent or not. Check the conversation before you replay it with force.");

    /// <summary>The storage account failed before this call sent anything.</summary>
    public static Problem WithoutStorage { get; } = new(
        ErrorCodes.StorageUnavailable, "The storage account cannot be used, so this call sent nothing. Try again; if it lasts, look at GET /api/operator/health.");

    /// <summary>Another version of the application wrote the record, so its content is not interpreted.</summary>
    public static Problem RecordUnreadable { get; } = new(
        ErrorCodes.RecordUnreadable, "The record of this id has a format that this version of the application does not know, so this call sent nothing. Deploy the version that wrote it, or give the request a new id.");

    /// <summary>The problem of a storage fault before this call sent anything.</summary>
    public static Problem FromStorage(Exception exception) => exception is UnreadableRecordException ? RecordUnreadable : WithoutStorage;

    /// <summary>The problem for the caller.</summary>
    public static NotSent Refuse(string id, Problem problem) => new(problem with
    {
        Id = id,
        RetryAfter = problem.RetryAfter ?? (problem.Code.Status == 503 ? UnknownWait : null),
    });

    public static Problem From(GenesysFailure failure) => new(failure.Code, failure.Detail)
    {
        GenesysStatus = failure.Status,
        GenesysCode = failure.GenesysCode,
        GenesysMessage = failure.GenesysMessage,
        Details = failure.GenesysDetails ?? [],
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
