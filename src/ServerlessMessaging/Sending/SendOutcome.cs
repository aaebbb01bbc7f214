using ServerlessMessaging.Messages.Problems;

namespace ServerlessMessaging.Sending;

/// <summary>What became of a request.</summary>
public abstract record SendOutcome;

/// <summary>Genesys accepted the message.</summary>
/// <param name="Answer">What the caller is told.</param>
public sealed record Sent(SendAnswer Answer) : SendOutcome
{
    /// <summary>Whether it was sent before, and the answer is that of its record.</summary>
    public bool Replayed { get; init; }
}

/// <summary>The message was not sent, or nobody knows.</summary>
/// <param name="Problem">Why.</param>
public sealed record NotSent(Problem Problem) : SendOutcome;
