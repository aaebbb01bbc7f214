using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.Tools.Tests.Simulator;

/// <summary>Messages of a bot in the platform's wire format.</summary>
internal static class TestBotMessages
{
    /// <summary>The contact of the bot session.</summary>
    public const string Contact = $"botSession:{DevelopmentRecipients.BotSessionId}";

    public const string Session =
        $$"""
        "botId":"{{DevelopmentRecipients.BotId}}","botVersion":"{{DevelopmentRecipients.BotVersion}}","botSessionId":"{{DevelopmentRecipients.BotSessionId}}",
        "languageCode":"{{DevelopmentRecipients.BotLanguageCode}}"
        """;

    public const string TextContent = """{"contentType":"Text","text":{"body":"There"}}""";

    public static string Text => WithReply("""{"type":"Text","text":"Hello"}""");

    public static string Request(string members) => $$"""{{{Session}},{{members}}}""";

    public static string WithReply(string message, string state = "MoreData", string members = "") =>
        Request($$"""
        "botState":"{{state}}","replyMessages":[{{message}}]{{members}}
        """);

    public static string Structured(string content, string members = "") =>
        WithReply($$"""{"type":"Structured","content":[{{content}}]{{members}}}""");

    public static string QuickReply(string members = """ "text":"Mon","payload":"slot:mon" """) =>
        $$$"""{"contentType":"QuickReply","quickReply":{{{{members}}}}}""";

    public static string Card(string actions = "", string members = "") => $$"""{"title":"T","actions":[{{actions}}]{{members}}}""";

    public static string CardContent(string actions = "", string members = "") =>
        Structured($$"""{"contentType":"Card","card":{{Card(actions, members)}} }""");

    public static string Carousel(params IEnumerable<string> cards) =>
        Structured($$$"""{"contentType":"Carousel","carousel":{"cards":[{{{string.Join(',', cards)}}}]}}""");

    public static string Postback(string text, string payload = "p") => $$"""{"type":"Postback","text":"{{text}}","payload":"{{payload}}"}""";
}
