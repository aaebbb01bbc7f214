using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.Tools.Tests.Simulator;

/// <summary>Events in the platform's wire format.</summary>
internal static class TestEvents
{
    /// <summary>The contact of the conversation on messenger.</summary>
    public const string Messenger =
        $"conversation:{DevelopmentRecipients.MessengerProvider}/{DevelopmentRecipients.MessengerChannel}/{DevelopmentRecipients.MessengerConversation}";

    public const string Instagram =
        $"conversation:{DevelopmentRecipients.InstagramProvider}/{DevelopmentRecipients.InstagramChannel}/{DevelopmentRecipients.InstagramConversation}";

    public const string Closed =
        $"conversation:{DevelopmentRecipients.MessengerProvider}/{DevelopmentRecipients.MessengerChannel}/{DevelopmentRecipients.ClosedConversation}";

    public const string Tutorial =
        $"conversation:{DevelopmentRecipients.MessengerProvider}/{DevelopmentRecipients.TutorialChannel}/{DevelopmentRecipients.TutorialConversation}";

    public const string ToMessenger = """{"id":"conversation-1","channelId":"messenger-channel","providerId":"messenger"}""";

    public const string ToInstagram = """{"id":"conversation-2","channelId":"instagram-channel","providerId":"instagram"}""";

    public const string ToTutorial = """{"id":"123456789012345","channelId":"987654321098765","providerId":"messenger"}""";

    public const string ToClosed = """{"id":"conversation-closed","channelId":"messenger-channel","providerId":"messenger"}""";

    public static string List(params IEnumerable<string> events) => $"[{string.Join(',', events)}]";

    public static string Event(string content, string to = ToMessenger) =>
        $$"""{"type":"send","content":{{content}},"externalConversationReference":{{to}}}""";

    public static string Text(string text = "Hello", string to = ToMessenger) => Event($$"""{"type":"text","text":"{{text}}"}""", to);

    public static string QuickReplies(int count, string to = ToMessenger) =>
        QuickReplies(string.Join(',', Enumerable.Range(1, count).Select(number => Button($"R{number}"))), to);

    public static string QuickReplies(string buttons, string to = ToMessenger) => Event(
        $$"""{"type":"template","templateType":"quick_reply","content":[{"type":"text","text":"Pick one"}],"buttons":[{{buttons}}]}""", to);

    public static string Cards(string templateType, params IEnumerable<string> cards) =>
        Event($$"""{"type":"template","templateType":"{{templateType}}","cards":[{{string.Join(',', cards)}}]}""");

    public static string Card(string members = "") => $$"""{"type":"card","title":"T"{{members}}}""";

    public static string Buttons(params IEnumerable<string> buttons) =>
        Cards("generic", Card($$""","buttons":[{{string.Join(',', buttons)}}]"""));

    public static string Button(string text, string value = "v") => $$"""{"type":"button","text":"{{text}}","value":"{{value}}"}""";
}
