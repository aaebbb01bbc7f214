using ServerlessMessaging.Genesys;
using ServerlessMessaging.Messages.Problems;
using ServerlessMessaging.Secrets;

namespace ServerlessMessaging.Sending;

/// <summary>What a caller is told when a message was not sent.</summary>
internal static class SendProblems
{
    private static readonly TimeSpan UnknownWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AccessFaultWait = TimeSpan.FromSeconds(30);

    public static Problem Of(GenesysFailure failure) => new(failure.Code, failure.Detail)
    {
        GenesysStatus = failure.Status,
        GenesysMessage = failure.GenesysMessage,
        ContextId = failure.ContextId,
        RetryAfter = failure.Code.Status == 503
            ? failure.RetryAfter ?? (failure.Kind == FailureKind.AccessFault ? AccessFaultWait : UnknownWait)
            : null,
    };

    public static Problem Of(SecretUnavailableException exception) => new(ErrorCodes.SecretUnavailable, exception.Message)
    {
        RetryAfter = AccessFaultWait,
    };
}
