using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Routes;
using ServerlessMessaging.KeyVault;

namespace ServerlessMessaging.Sending.Posting;

/// <summary>Maps the response or exception of a post to the outcome of a request.</summary>
public sealed class PostResults(SendLog log)
{
    /// <summary>The outcome of one message of a post that Genesys responded to with success.</summary>
    public PostOutcome Read(SendRequest request, Recipient to, IReadOnlyList<string> degradations, PostResult result, string? correlationId)
    {
        if (result.Failure is { } failure)
        {
            return Failed(request.Id!, failure with { ContextId = failure.ContextId ?? correlationId });
        }

        if (result.MessageId is null)
        {
            log.MessageIdMissing(request.Id!);
        }

        log.Sent(request.Id!, to.Route, result.MessageId, correlationId);
        return new Posted(to, result.MessageId, degradations);
    }

    /// <summary>The outcome of a post that failed.</summary>
    /// <param name="posting">Whether the post had begun, so that it may have been processed.</param>
    public NotPosted Failed(string id, Exception exception, bool posting)
    {
        switch (exception)
        {
            case GenesysException genesys:
                return Failed(id, genesys.Failure);
            case SecretUnavailableException secret:
                log.SecretUnavailable(id, secret.SecretName);
                return new(FailureKind.AccessFault, SendProblems.From(secret));
            default:
                log.Unexpected(id, exception);
                return posting
                    ? new(FailureKind.OutcomeUnknown, new(ErrorCodes.OutcomeUnknown, "An unexpected error occurred while the message was being sent, so it may have been sent or not. Check the conversation before you send it again."))
                    : new(FailureKind.AccessFault, new(ErrorCodes.Unexpected, "An unexpected error occurred before the message was sent. Try again; if it lasts, look for event 14011 in the log of the application."));
        }
    }

    /// <summary>The outcome of a message that Genesys did not accept.</summary>
    public NotPosted Failed(string id, GenesysFailure failure)
    {
        log.Failed(id, failure);
        return new(failure.Kind, SendProblems.From(failure), failure.RetryAfter);
    }
}
