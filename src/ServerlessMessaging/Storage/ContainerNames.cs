namespace ServerlessMessaging.Storage;

/// <summary>The names of the blob containers.</summary>
public static class ContainerNames
{
    /// <summary>One record per request.</summary>
    public const string Sends = "sends";

    /// <summary>Bodies too large for a queue.</summary>
    public const string Payloads = "payloads";

    /// <summary>What could not be brought to its end, with the reason.</summary>
    public const string DeadLetters = "dead-letters";

    /// <summary>From Genesys' id of a message to its request.</summary>
    public const string ByMessage = "by-message";

    /// <summary>From a conversation to the last request sent into it.</summary>
    public const string ByConversation = "by-conversation";

    /// <summary>Which webhooks were delivered, and by which bot flow.</summary>
    public const string CallbacksSeen = "callbacks-seen";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Sends, Payloads, DeadLetters, ByMessage, ByConversation, CallbacksSeen];
}
