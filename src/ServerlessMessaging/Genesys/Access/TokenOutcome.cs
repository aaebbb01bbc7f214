namespace ServerlessMessaging.Genesys.Access;

/// <summary>A token, or why there is none: a refusal is remembered for a moment, so that no storm follows it.</summary>
public sealed record TokenOutcome(string? Token, GenesysFailure? Failure);
