namespace ServerlessMessaging.Simulator.Customers;

/// <summary>The content of a pressed button: text and payload exactly as they were sent.</summary>
internal sealed record ButtonResponse(string Type, string Text, string Payload);
