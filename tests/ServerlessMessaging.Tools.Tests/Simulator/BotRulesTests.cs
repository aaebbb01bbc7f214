using System.Net;

namespace ServerlessMessaging.Tools.Tests.Simulator;

public sealed class BotRulesTests
{
    private const string State = """ "botState":"MoreData" """;

    /// <summary>Request, error message and field name.</summary>
    public static TheoryData<string, string, string?> InvalidCases => new()
    {
        { "[]", "The request body must be a JSON object", null },
        { Without("botId"), "Missing required member 'botId'", "botId" },
        { Without("botVersion"), "Missing required member 'botVersion'", "botVersion" },
        { Without("botSessionId"), "Missing required member 'botSessionId'", "botSessionId" },
        { Without("languageCode"), "Missing required member 'languageCode'", "languageCode" },
        { TestBotMessages.Text.Replace("en-us", "de-de", StringComparison.Ordinal), "The language of the bot session is en-us", "languageCode" },
        { TestBotMessages.Request(""" "replyMessages":[]"""), "Missing required member 'botState'", "botState" },
        { TestBotMessages.Request(""" "botState":"MOREDATA" """), "Invalid bot state", "botState" },
        { TestBotMessages.Request($$"""{{State}},"replyMessages":null"""), "'replyMessages' must be an array", "replyMessages" },
        { TestBotMessages.Request($$"""{{State}},"x":1"""), "Unknown member 'x'", "x" },
        { TestBotMessages.Request($$"""{{State}},"intent":1"""), "'intent' must be a string", "intent" },
        { TestBotMessages.Request($$"""{{State}},"confidence":1.1"""), "'confidence' must be a number from 0 to 1", "confidence" },
        { TestBotMessages.Request($$"""{{State}},"errorInfo":{"errorCode":"a"}"""), "Unknown member 'errorInfo.errorCode'", "errorInfo.errorCode" },
        { TestBotMessages.Request($$"""{{State}},"parameters":{"a":1}"""), "'parameters' must hold strings only", "parameters" },
        { TestBotMessages.Request($$"""{{State}},"entities":[{"name":"a","type":"b"}]"""), "Exactly one of value and values is required", "entities[0].value" },
        { TestBotMessages.Request($$"""{{State}},"entities":[{"type":"b","value":"c"}]"""), "Missing required member 'entities[0].name'", "entities[0].name" },
        { TestBotMessages.Request($$"""{{State}},"entities":[{"name":"a","value":"c"}]"""), "Missing required member 'entities[0].type'", "entities[0].type" },
        { TestBotMessages.Request($$"""{{State}},"entities":[{"name":"a","type":"b","value":"c","x":1}]"""), "Unknown member 'entities[0].x'", "entities[0].x" },

        { TestBotMessages.WithReply("{}"), "Missing required member 'replyMessages[0].type'", "replyMessages[0].type" },
        { TestBotMessages.WithReply("""{"type":"Receipt"}"""), "Invalid message type", "replyMessages[0].type" },
        { TestBotMessages.WithReply("""{"type":"text","text":"a"}"""), "Invalid message type", "replyMessages[0].type" },
        { TestBotMessages.WithReply("""{"type":"Text"}"""), "Missing required member 'replyMessages[0].text'", "replyMessages[0].text" },
        { TestBotMessages.WithReply("""{"type":"Text","text":"a","content":[]}"""), "Unknown member 'replyMessages[0].content'", "replyMessages[0].content" },
        { TestBotMessages.WithReply($$"""{"type":"Text","text":"{{new string('x', 2001)}}"}"""), "Text exceeds maximum length", "replyMessages[0].text" },
        { TestBotMessages.WithReply("""{"type":"Structured"}"""), "Missing required member 'replyMessages[0].content'", "replyMessages[0].content" },
        { TestBotMessages.Structured(""), "Content must be quick replies, or one element of another type", "replyMessages[0].content" },
        { TestBotMessages.Structured("{}"), "Missing required member 'replyMessages[0].content[0].contentType'", "replyMessages[0].content[0].contentType" },
        { TestBotMessages.Structured("""{"contentType":"Notification"}"""), "Invalid content type", "replyMessages[0].content[0].contentType" },
        { TestBotMessages.Structured($"{TestBotMessages.QuickReply()},{TestBotMessages.TextContent}"), "Content must be quick replies, or one element of another type", "replyMessages[0].content" },
        { TestBotMessages.Structured("""{"contentType":"Text","text":"a"}"""), "'replyMessages[0].content[0].text' must be an object", "replyMessages[0].content[0].text" },
        { TestBotMessages.Structured("""{"contentType":"Text","text":{"body":"a"},"card":{}}"""), "Unknown member 'replyMessages[0].content[0].card'", "replyMessages[0].content[0].card" },
        { TestBotMessages.Structured("""{"contentType":"Text","text":{"body":"a","type":"b"}}"""), "Unknown member 'replyMessages[0].content[0].text.type'", "replyMessages[0].content[0].text.type" },

        { TestBotMessages.Structured(TestBotMessages.QuickReply()), "Missing required member 'replyMessages[0].text'", "replyMessages[0].text" },
        { QuickReplyMessage(""" "payload":"a" """), "Missing required member 'replyMessages[0].content[0].quickReply.text'", "replyMessages[0].content[0].quickReply.text" },
        { QuickReplyMessage(""" "text":"a" """), "Missing required member 'replyMessages[0].content[0].quickReply.payload'", "replyMessages[0].content[0].quickReply.payload" },
        { QuickReplyMessage(""" "text":"a","payload":"b","action":"Postback" """), "Invalid quick reply action", "replyMessages[0].content[0].quickReply.action" },
        { QuickReplyMessage(""" "text":"a","payload":"b","image":"http://example.com" """), "'replyMessages[0].content[0].quickReply.image' must be an absolute https URL", "replyMessages[0].content[0].quickReply.image" },
        { QuickReplyMessage(""" "text":"a","payload":"b","value":"c" """), "Unknown member 'replyMessages[0].content[0].quickReply.value'", "replyMessages[0].content[0].quickReply.value" },
        { TestBotMessages.Structured("""{"contentType":"QuickReply","quickReply":{},"x":1}""", ""","text":"Pick" """), "Unknown member 'replyMessages[0].content[0].x'", "replyMessages[0].content[0].x" },

        { TestBotMessages.Structured("""{"contentType":"Card"}"""), "Missing required member 'replyMessages[0].content[0].card'", "replyMessages[0].content[0].card" },
        { TestBotMessages.Structured("""{"contentType":"Card","card":{"actions":[]}}"""), "Missing required member 'replyMessages[0].content[0].card.title'", "replyMessages[0].content[0].card.title" },
        { TestBotMessages.Structured("""{"contentType":"Card","card":{"title":"T"}}"""), "Missing required member 'replyMessages[0].content[0].card.actions'", "replyMessages[0].content[0].card.actions" },
        { TestBotMessages.CardContent(members: ""","subtitle":"S" """), "Unknown member 'replyMessages[0].content[0].card.subtitle'", "replyMessages[0].content[0].card.subtitle" },
        { TestBotMessages.CardContent(members: ""","image":"http://example.com" """), "'replyMessages[0].content[0].card.image' must be an absolute https URL", "replyMessages[0].content[0].card.image" },
        { TestBotMessages.CardContent(members: ""","video":"http://example.com" """), "'replyMessages[0].content[0].card.video' must be an absolute https URL", "replyMessages[0].content[0].card.video" },
        { TestBotMessages.CardContent(members: ""","defaultAction":{"type":"Link"}"""), "Missing required member 'replyMessages[0].content[0].card.defaultAction.url'", "replyMessages[0].content[0].card.defaultAction.url" },
        { TestBotMessages.CardContent(members: ""","defaultAction":{"type":"Unknown"}"""), "Invalid action type", "replyMessages[0].content[0].card.defaultAction.type" },
        { TestBotMessages.CardContent(members: ""","defaultAction":{"type":"Link","url":"https://example.com","x":1}"""), "Unknown member 'replyMessages[0].content[0].card.defaultAction.x'", "replyMessages[0].content[0].card.defaultAction.x" },
        { TestBotMessages.CardContent("""{"type":"postBack","text":"A","payload":"p"}"""), "Invalid action type", "replyMessages[0].content[0].card.actions[0].type" },
        { TestBotMessages.CardContent("""{"type":"Postback","payload":"p"}"""), "Missing required member 'replyMessages[0].content[0].card.actions[0].text'", "replyMessages[0].content[0].card.actions[0].text" },
        { TestBotMessages.CardContent("""{"type":"Postback","text":"A"}"""), "Missing required member 'replyMessages[0].content[0].card.actions[0].payload'", "replyMessages[0].content[0].card.actions[0].payload" },
        { TestBotMessages.CardContent("""{"type":"Link","text":"A","payload":"p"}"""), "Missing required member 'replyMessages[0].content[0].card.actions[0].url'", "replyMessages[0].content[0].card.actions[0].url" },
        { TestBotMessages.CardContent("""{"type":"Link","text":"A","url":"https://example.com","payload":"p"}"""), "Unknown member 'replyMessages[0].content[0].card.actions[0].payload'", "replyMessages[0].content[0].card.actions[0].payload" },
        { TestBotMessages.CardContent($"{TestBotMessages.Postback("A")},{TestBotMessages.Postback("A")}"), "Two buttons have the same text and payload", "replyMessages[0].content[0].card.actions" },

        { TestBotMessages.Carousel(), "A carousel takes 1 to 10 cards", "replyMessages[0].content[0].carousel.cards" },
        { TestBotMessages.Structured("""{"contentType":"Carousel","carousel":{"cards":[],"title":"T"}}"""), "Unknown member 'replyMessages[0].content[0].carousel.title'", "replyMessages[0].content[0].carousel.title" },
        { TestBotMessages.Carousel(Enumerable.Repeat(TestBotMessages.Card(), 11)), "A carousel takes 1 to 10 cards", "replyMessages[0].content[0].carousel.cards" },
        { TestBotMessages.Carousel(Enumerable.Repeat(TestBotMessages.Card(TestBotMessages.Postback("A")), 2)), "Two buttons have the same text and payload", "replyMessages[0].content[0].carousel.cards" },
    };

    [Theory]
    [MemberData(nameof(InvalidCases), DisableDiscoveryEnumeration = true)]
    public async Task SendBotMessage_InvalidMessage_Returns400WithField(string json, string message, string? field)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.PostAsync(RunningSimulator.BotPath, json);

        var body = await response.AssertRefusedAsync(HttpStatusCode.BadRequest, "bad.request", message);
        Assert.Equal(field is null ? [] : [field], body.List("details").Select(detail => detail.Text("fieldName")));
        Assert.Empty(await simulator.MessagesAsync(TestBotMessages.Contact));
    }

    [Fact]
    public async Task SendBotMessage_ValuesAtLimits_AreAccepted()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        string[] requests =
        [
            TestBotMessages.WithReply($$"""{"type":"Text","text":"{{new string('x', 2000)}}"}"""),
            TestBotMessages.Carousel(Enumerable.Repeat(TestBotMessages.Card(), 10)),
            TestBotMessages.CardContent($"{TestBotMessages.Postback("A")},{TestBotMessages.Postback("B")},{TestBotMessages.Postback("A", "q")}"),
            TestBotMessages.Text.Replace("en-us", "EN-US", StringComparison.Ordinal),
            TestBotMessages.Request(
                $$"""
                {{State}},"intent":"i","confidence":1.0,"errorInfo":{"code":"c","message":"m"},"parameters":{"a":"b"},
                "entities":[{"name":"a","type":"b","value":"c"},{"name":"a","type":"b","values":["c"]}]
                """),
        ];
        foreach (var request in requests)
        {
            using var response = await simulator.PostAsync(RunningSimulator.BotPath, request);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    private static string Without(string member) =>
        TestBotMessages.Text.Replace($"\"{member}\"", "\"x\"", StringComparison.Ordinal);

    private static string QuickReplyMessage(string members) => TestBotMessages.Structured(TestBotMessages.QuickReply(members), ""","text":"Pick" """);
}
