namespace ServerlessMessaging.Simulator.Customers;

/// <summary>The content of a pressed button: text and payload exactly as they were sent.</summary>
/// <param name="OriginatingMessageId">The message that shows the button; null leaves it out.</param>
internal sealed record ButtonResponse(string Type, string Text, string Payload, Guid? OriginatingMessageId);
