namespace ServerlessMessaging.Sending;

/// <summary>A preview, or why the body is no request. Exactly one is set.</summary>
/// <param name="Answer">The preview.</param>
/// <param name="Problem">Why there is none.</param>
public sealed record PreviewOutcome(PreviewAnswer? Answer, Problem? Problem);
