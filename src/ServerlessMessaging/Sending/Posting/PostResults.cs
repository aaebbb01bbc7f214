using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Routes;
using ServerlessMessaging.KeyVault;

namespace ServerlessMessaging.Sending.Posting;

/// <summary>Reads what a post did to a request's message, from Genesys' response or from what was thrown.</summary>
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
    /// <param name="id">The request's id.</param>
    /// <param name="exception">What was thrown.</param>
    /// <param name="posting">Whether the post had begun, so that it may have been processed.</param>
    public NotPosted Failed(string id, Exception exception, bool posting)
    {
        switch (exception)
        {
            case GenesysException genesys:
                return Failed(id, genesys.Failure);
            case SecretUnavailableException secret:
                log.NotSentWithoutSecret(id, secret.SecretName);
                return new(FailureKind.AccessFault, SendProblems.From(secret));
            default:
                log.Unexpected(id, exception);
                return posting
                    ? new(FailureKind.OutcomeUnknown, new(ErrorCodes.OutcomeUnknown, "Something unforeseen happened while the message was being sent, so it may have been sent or not. Look at the conversation before you send it again."))
                    : new(FailureKind.AccessFault, new(ErrorCodes.Unexpected, "Something unforeseen happened before the message was sent. Try again; if it lasts, look at the application's log for event 14011."));
        }
    }

    /// <summary>The outcome of a message that Genesys did not accept.</summary>
    public NotPosted Failed(string id, GenesysFailure failure)
    {
        log.Failed(id, failure);
        return new(failure.Kind, SendProblems.From(failure), failure.RetryAfter);
    }
}
