namespace ServerlessMessaging.Contract;

/// <summary>A request to send one message to one recipient: the public contract of HTTP and queue alike.</summary>
/// <param name="Id">The caller's id, which is the idempotency key; null where the caller gave none.</param>
/// <param name="To">The recipient, who decides the route.</param>
/// <param name="Message">What is said.</param>
/// <param name="ReplyTo">The name of the bot flow that gets the presses; null for the routing by configuration.</param>
/// <param name="Notify">Whether the bot flow also gets status events.</param>
/// <param name="SendAt">Not before this time; null for now.</param>
/// <param name="ExpiresAt">Not after this time; null for the default.</param>
public sealed record SendRequest(
    string? Id,
    Recipient To,
    Message Message,
    string? ReplyTo,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Notify,
    DateTimeOffset? SendAt,
    DateTimeOffset? ExpiresAt);
