namespace ServerlessMessaging.Simulator.Customers;

/// <summary>What a pressed button sends back: text and payload to the letter.</summary>
internal sealed record ButtonResponse(string Type, string Text, string Payload);
