using ServerlessMessaging.Genesys;
using ServerlessMessaging.KeyVault;

namespace ServerlessMessaging.Sending.Posting;

/// <summary>What a failed post means for its request.</summary>
public sealed class PostFailures(SendLog log)
{
    /// <summary>Reads what a post threw.</summary>
    /// <param name="id">The request's id.</param>
    /// <param name="exception">What was thrown.</param>
    /// <param name="posting">Whether the post had begun, so that it may have been processed.</param>
    public NotPosted Read(string id, Exception exception, bool posting)
    {
        switch (exception)
        {
            case GenesysException genesys:
                return Read(id, genesys.Failure);
            case SecretUnavailableException secret:
                log.NotSentWithoutSecret(id, secret.SecretName);
                return new(PostEnding.AccessFault, SendProblems.Of(secret));
            default:
                log.Unexpected(id, exception);
                return posting
                    ? new(PostEnding.OutcomeUnknown, new(ErrorCodes.OutcomeUnknown, "Something unforeseen happened while the message was being sent, so it may have been sent or not. Look at the conversation before you send it again."))
                    : new(PostEnding.Unforeseen, new(ErrorCodes.Unexpected, "Something unforeseen happened before the message was sent. Try again; if it lasts, look at the application's log for event 4011."));
        }
    }

    /// <summary>Reads what Genesys answered, or did not.</summary>
    public NotPosted Read(string id, GenesysFailure failure)
    {
        log.Failed(id, failure);
        return new(EndingOf(failure.Kind), SendProblems.Of(failure)) { Wait = failure.RetryAfter };
    }

    private static PostEnding EndingOf(FailureKind kind) => kind switch
    {
        FailureKind.Refused => PostEnding.Refused,
        FailureKind.AccessFault => PostEnding.AccessFault,
        FailureKind.OutcomeUnknown => PostEnding.OutcomeUnknown,
        _ => PostEnding.NotNow,
    };
}
