using ServerlessMessaging.Genesys.Routes;

namespace ServerlessMessaging.Sending.Posting;

/// <summary>Reads what a post that Genesys answered with success did to a request's message.</summary>
public sealed class PostedMessages(PostFailures failures, SendLog log)
{
    /// <summary>The outcome of one message.</summary>
    public PostOutcome Read(SendRequest request, Recipient to, IReadOnlyList<string> degradations, PostResult result, string? correlationId)
    {
        if (result.Failure is { } failure)
        {
            return failures.Read(request.Id!, failure with { ContextId = failure.ContextId ?? correlationId });
        }

        if (result.MessageId is null)
        {
            log.MessageIdMissing(request.Id!);
        }

        log.Sent(request.Id!, to.Route, result.MessageId, correlationId);
        return new Posted(to, result.MessageId, degradations);
    }
}
