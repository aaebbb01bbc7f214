namespace ServerlessMessaging.EndToEndTests.OfficialClient;

/// <summary>The check itself finds each kind of deviation.</summary>
public sealed class DeclarationsTests
{
    private const string Agentless = """{"fromAddress":"i","toAddress":"c","toAddressMessengerType":"open","textBody":"Hi"}""";

    private const string Bot = """{"botId":"b","botVersion":"1","botSessionId":"s","botState":"MoreData","languageCode":"en-us","replyMessages":[REPLY]}""";

    private static readonly (string Type, string Json, string? Error)[] Cases =
    [
        ("AgentlessRequest", Agentless, null),
        ("AgentlessRequest", Agentless.Replace("textBody", "text", StringComparison.Ordinal), "'\"text\"' does not exist"),
        ("AgentlessRequest", Agentless.Replace("\"open\"", "\"Open\"", StringComparison.Ordinal), "'\"Open\"' is not assignable"),
        ("AgentlessRequest", Agentless.Replace("\"Hi\"", "null", StringComparison.Ordinal), "'null' is not assignable"),
        ("AgentlessRequest", Agentless.Replace("\"Hi\"", "5", StringComparison.Ordinal), "'number' is not assignable"),
        ("AgentlessRequest", Agentless.Replace("\"fromAddress\":\"i\",", "", StringComparison.Ordinal), "'\"fromAddress\"' is missing"),
        ("AgentlessRequest", Agentless.Replace("}", ",\"textBody\":\"\"}", StringComparison.Ordinal), "multiple properties with the same name"),
        ("BotRequest", Bot.Replace("REPLY", """{"type":"Text","text":"Hi"}""", StringComparison.Ordinal), null),
        ("BotRequest", Bot.Replace("REPLY", """{"type":"Structured","content":[{"contentType":"Card","card":{"title":"T","subtitle":"S","actions":[]}}]}""", StringComparison.Ordinal), "'\"subtitle\"' does not exist"),
        ("BotRequest", Bot.Replace("REPLY", """{"type":"Structured","content":[{"contentType":"Card","card":{"title":"T"}}]}""", StringComparison.Ordinal), "'actions' is missing"),
        ("BotRequest", Bot.Replace("MoreData", "MOREDATA", StringComparison.Ordinal).Replace("REPLY", "", StringComparison.Ordinal), "'\"MOREDATA\"' is not assignable"),
    ];

    [Fact]
    public async Task Check_EachDeviation_IsNamed()
    {
        var results = await Declarations.CheckAsync([.. Cases.Select(one => new WireBody(one.Type, one.Json))]);

        Assert.All(Cases.Zip(results), one =>
        {
            var ((_, json, error), found) = one;
            Assert.True(error is null ? found.Count == 0 : found.Any(message => message.Contains(error, StringComparison.Ordinal)), $"{json}: {string.Join("; ", found)}");
        });
    }
}
