namespace ServerlessMessaging.Simulator.Conversations;

/// <summary>The platform's terms: inbound messages come from the customer.</summary>
internal static class MessageDirection
{
    public const string Inbound = "Inbound";

    public const string Outbound = "Outbound";
}
