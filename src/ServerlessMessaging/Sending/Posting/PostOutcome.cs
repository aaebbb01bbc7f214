using ServerlessMessaging.Genesys;

namespace ServerlessMessaging.Sending.Posting;

/// <summary>How an attempt to post a message ended.</summary>
public abstract record PostOutcome;

/// <summary>Genesys accepted the message.</summary>
/// <param name="To">The recipient as it was resolved.</param>
/// <param name="MessageId">Genesys' id of the message; null where its response held none.</param>
/// <param name="Degradations">What the route could not show.</param>
public sealed record Posted(Recipient To, string? MessageId, IReadOnlyList<string> Degradations) : PostOutcome;

/// <summary>The message was not posted, or its outcome is unknown.</summary>
/// <param name="Kind">What it means for the request.</param>
/// <param name="RetryAfter">The Retry-After of Genesys, if there is one.</param>
public sealed record NotPosted(FailureKind Kind, Problem Problem, TimeSpan? RetryAfter = null) : PostOutcome;
