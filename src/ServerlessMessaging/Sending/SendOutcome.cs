namespace ServerlessMessaging.Sending;

/// <summary>What became of a request.</summary>
public abstract record SendOutcome
{
    /// <summary>Whether this answers a repeat from the record of an earlier request.</summary>
    public bool Replayed { get; init; }

    /// <summary>The HTTP status that says it.</summary>
    public abstract int HttpStatus { get; }
}

/// <summary>Genesys accepted the message.</summary>
/// <param name="Answer">What the caller is told.</param>
public sealed record Sent(SendAnswer Answer) : SendOutcome
{
    /// <inheritdoc/>
    public override int HttpStatus => 200;
}

/// <summary>A queue holds the request; it is sent when it can be.</summary>
/// <param name="Answer">What the caller is told.</param>
public sealed record TakenOver(SendAnswer Answer) : SendOutcome
{
    /// <inheritdoc/>
    public override int HttpStatus => 202;
}

/// <summary>The message was not sent, or nobody knows.</summary>
/// <param name="Problem">Why.</param>
public sealed record NotSent(Problem Problem) : SendOutcome
{
    /// <inheritdoc/>
    public override int HttpStatus => Problem.Code.Status;
}
