namespace ServerlessMessaging.Records.Lists;

/// <summary>A page of a list of messages.</summary>
/// <param name="Items">The messages, newest first; may be empty though more follow.</param>
/// <param name="Continuation">Where the next page begins; null where there is none.</param>
public sealed record MessagePage(IReadOnlyList<MessageSummary> Items, string? Continuation);
