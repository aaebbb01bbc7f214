namespace ServerlessMessaging.Tools.Tests.Simulator;

/// <summary>Messages in the platform's wire format.</summary>
internal static class TestMessages
{
    public const string Text = """{"type":"message","content":[{"type":"text","text":"Hello"}]}""";

    public const string Invoice =
        """
        {"type":"message","content":[{"type":"card","cardType":"basic","title":"Invoice #1001","subtitle":"Amount: $500.00",
        "image":{"url":"https://example.com/logo.png","altText":"Company Logo"},
        "actions":[{"type":"postBack","title":"Approve","payload":"{\"event\":\"approval\",\"status\":\"accepted\"}"},
        {"type":"imBack","title":"Reject","payload":"I reject this request."},
        {"type":"openUrl","title":"View Details","url":"https://example.com/details/12345"}]}]}
        """;

    public static string Card(string members) =>
        $$"""{"type":"message","content":[{"type":"card","cardType":"basic","title":"T"{{members}}}]}""";

    public static string Action(string action) => Card($$""","actions":[{{action}}]""");

    public static string Payload(int length) =>
        Action($$"""{"type":"postBack","title":"A","payload":"{{new string('x', length)}}"}""");
}
