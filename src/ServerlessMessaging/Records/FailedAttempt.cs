namespace ServerlessMessaging.Records;

/// <summary>An attempt that did not end in a send.</summary>
/// <param name="At">When.</param>
/// <param name="Attempt">Its number.</param>
/// <param name="Code">The documented reason, such as <c>SM2202</c>.</param>
/// <param name="Detail">The reason in words, at most 200 characters.</param>
public sealed record FailedAttempt(DateTimeOffset At, int Attempt, string Code, string Detail);
