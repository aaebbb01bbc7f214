using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>Bodies of valid requests.</summary>
internal static class SendRequests
{
    public const string Text = """{"to":{"email":"recipient@example.com"},"message":{"type":"text","text":"Hello from a test"}}""";

    /// <summary>A text with an id.</summary>
    public static string WithId(string id) => $$$"""{"id":"{{{id}}}","to":{"email":"recipient@example.com"},"message":{"type":"text","text":"Hello from a test"}}""";

    /// <summary>A text with an id and further members, given as JSON.</summary>
    public static string WithId(string id, string members) => WithId(id)[..^1] + $",{members}}}";

    /// <summary>Another text with that id.</summary>
    public static string PayloadMismatch(string id) => WithId(id).Replace("Hello", "Goodbye", StringComparison.Ordinal);

    /// <summary>The customer's conversation on the simulator's messenger, as a recipient.</summary>
    public const string Messenger = $$$"""{"conversation":{"id":"{{{DevelopmentRecipients.MessengerConversation}}}","channelId":"{{{DevelopmentRecipients.MessengerChannel}}}","providerId":"{{{DevelopmentRecipients.MessengerProvider}}}"}}""";

    /// <summary>A text with an id into a conversation, given as JSON.</summary>
    public static string Event(string id, string text = "Hello from a test", string recipient = Messenger) =>
        $$$"""{"id":"{{{id}}}","to":{{{recipient}}},"message":{"type":"text","text":"{{{text}}}"}}""";

    /// <summary>Requests as a batch.</summary>
    public static string Batch(params IEnumerable<string> requests) => $"[{string.Join(',', requests)}]";

    /// <summary>A text to a recipient, given as JSON.</summary>
    public static string To(string recipient) => $$$"""{"to":{{{recipient}}},"message":{"type":"text","text":"Hello from a test"}}""";

    /// <summary>A message, given as JSON, to the usual recipient.</summary>
    public static string Message(string message) => $$$"""{"to":{"email":"recipient@example.com"},"message":{{{message}}}}""";

    /// <summary>A card whose button carries a payload, given as JSON.</summary>
    public static string Payload(string payload) => Message($$"""{"type":"card","title":"Card","actions":[{"type":"postBack","title":"Go","payload":{{payload}}}]}""");
}
