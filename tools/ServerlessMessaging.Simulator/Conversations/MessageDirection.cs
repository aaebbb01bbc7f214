namespace ServerlessMessaging.Simulator.Conversations;

/// <summary>The platform's words: inbound is what the customer says.</summary>
internal static class MessageDirection
{
    public const string Inbound = "Inbound";

    public const string Outbound = "Outbound";
}
