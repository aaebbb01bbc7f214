namespace ServerlessMessaging.Contract;

/// <summary>An option of a message whose buttons a route degraded: a customer may reply with it in words.</summary>
/// <param name="Number">The number before its label; null where the customer sees none.</param>
/// <param name="Label">What the customer reads.</param>
/// <param name="Payload">What the bot flow gets.</param>
public sealed record ReplyOption(int? Number, string Label, string Payload);
