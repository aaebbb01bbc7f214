using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.EndToEndTests.OfficialClient;

/// <summary>What the product sends by the operations of the public API has the form that Genesys declares.</summary>
public sealed class ProductBodiesTests
{
    private const string Customer = $$$"""{"customer":{"id":"customer-7","integrationId":"{{{DevelopmentRecipients.IntegrationId}}}","useExistingActiveConversation":true}}""";

    private const string BotSession =
        $$$"""{"botSession":{"botId":"{{{DevelopmentRecipients.BotId}}}","botVersion":"{{{DevelopmentRecipients.BotVersion}}}","botSessionId":"{{{DevelopmentRecipients.BotSessionId}}}","languageCode":"{{{DevelopmentRecipients.BotLanguageCode}}}"}}""";

    private const string Card =
        """{"type":"card","title":"Invoice","subtitle":"500","image":{"url":"https://example.com/a.png","altText":"Logo"},"actions":[{"type":"postBack","title":"Approve","payload":{"approved":true}},{"type":"imBack","title":"Reject","payload":"I reject"},{"type":"openUrl","title":"View","url":"https://example.com/1"}]}""";

    private static readonly string[] Messages =
    [
        """{"type":"text","text":"Line one\r\nLine two é"}""",
        Card,
        """{"type":"card","title":"Nothing but a title"}""",
        """{"type":"quickReplies","text":"Arrived?","replies":[{"text":"Yes","value":"y"},{"text":"No","value":"n"}]}""",
        $$"""{"type":"carousel","cards":[{"title":"One"},{{Card.Replace("\"type\":\"card\",", "", StringComparison.Ordinal)}}]}""",
    ];

    [Theory]
    [InlineData("AgentlessRequest", Customer, "/agentless")]
    [InlineData("BotRequest", BotSession, "/botconnectors/outgoing/messages")]
    public async Task SendMessage_EveryMessageType_MatchesDeclarations(string type, string to, string path)
    {
        await using var system = await TestSystem.StartAsync();
        foreach (var message in Messages)
        {
            var response = await system.SendAsync($$"""{"to":{{to}},"message":{{message}}}""");
            Assert.True(response.Status == 200, response.ToString());
        }

        var posts = await system.Control.RequestsAsync(path);
        Assert.Equal(Messages.Length, posts.Count);
        await Declarations.AssertMatchAsync([.. posts.Select(post => new WireBody(type, post.GetProperty("body").GetString()!))]);
    }
}
