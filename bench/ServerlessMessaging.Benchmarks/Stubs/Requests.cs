namespace ServerlessMessaging.Benchmarks.Stubs;

/// <summary>Send requests and what the product posts for them.</summary>
internal static class Requests
{
    private const string Actions =
        """[{"type":"postBack","title":"Approve","payload":"{\"event\":\"approval\",\"status\":\"accepted\"}"},{"type":"imBack","title":"Reject","payload":"I reject this request."},{"type":"openUrl","title":"View Details","url":"https://example.com/details/12345"}]""";

    /// <summary>The tutorial's card.</summary>
    public static string Card(string id) =>
        $$$"""{"id":"{{{id}}}","to":{"channelId":"user:1c27e3e4-8ba7-4a6f-9c4f-a5b9b7a3a7f1"},"message":{"type":"card","title":"Invoice #1001","subtitle":"Amount: $500.00","image":{"url":"https://example.com/logo.png","altText":"Company Logo"},"actions":{{{Actions}}}}}""";

    /// <summary>The card as it is posted.</summary>
    public static byte[] PostedCard { get; } = System.Text.Encoding.UTF8.GetBytes(
        $$"""{"type":"message","content":[{"type":"card","cardType":"basic","title":"Invoice #1001","subtitle":"Amount: $500.00","image":{"url":"https://example.com/logo.png","altText":"Company Logo"},"actions":{{Actions}}}]}""");

    public static string CardPath { get; } = "/api/v2/openmessaging/channels/user%3A1c27e3e4-8ba7-4a6f-9c4f-a5b9b7a3a7f1/messages";

    /// <summary>A text of the route agentless, of a given length.</summary>
    public static string Text(string id, int length = 40) =>
        $$$"""{"id":"{{{id}}}","to":{"customer":{"id":"+15550100","integrationId":"9a1d5b7e-4f0c-4c0e-8a53-0d0c1c1b2a3f"}},"message":{"type":"text","text":"{{{new string('a', length)}}}"}}""";

    /// <summary>A carousel of about so many bytes.</summary>
    public static string Carousel(string id, int bytes)
    {
        var payload = new string('x', Math.Clamp(bytes / 30, 1, 2000));
        var card = $$"""{"title":"Card","actions":[{"type":"postBack","title":"A","payload":"{{payload}}"},{"type":"postBack","title":"B","payload":"{{payload}}"},{"type":"postBack","title":"C","payload":"{{payload}}"}]}""";
        return $$$"""{"id":"{{{id}}}","to":{"channelId":"user:1c27e3e4-8ba7-4a6f-9c4f-a5b9b7a3a7f1"},"message":{"type":"carousel","cards":[{{{string.Join(',', Enumerable.Repeat(card, 10))}}}]}}""";
    }
}
