namespace ServerlessMessaging.Sending;

/// <summary>The outcome of a request, with the HTTP status of its response.</summary>
public abstract record SendOutcome(int HttpStatus)
{
    /// <summary>Whether this repeats the response to an earlier request with the same id.</summary>
    public bool Replayed { get; init; }
}

/// <summary>Genesys accepted the message.</summary>
public sealed record Sent(SendResponse Response) : SendOutcome(200);

/// <summary>A queue holds the request; it is sent when it can be.</summary>
public sealed record Accepted(SendResponse Response) : SendOutcome(202);

/// <summary>The message was not sent, or its outcome is unknown.</summary>
public sealed record NotSent(Problem Problem) : SendOutcome(Problem.Code.Status);
