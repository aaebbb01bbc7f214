using System.Net;
using System.Text.Json;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.Tools.Tests.Simulator;

public sealed class BotSessionTests
{
    [Fact]
    public async Task SendBotMessage_TextsAndQuickReplies_AreDelivered()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.PostAsync(RunningSimulator.BotPath, TestBotMessages.WithReply(
            $$"""
            {"type":"Text","text":"Hello"},
            {"type":"Structured","content":[{{TestBotMessages.TextContent}}]},
            {"type":"Structured","text":"Pick a slot","content":[{"contentType":"QuickReply","quickReply":{"text":"Mon","payload":"slot:mon","action":"Message"} },
            {"contentType":"QuickReply","quickReply":{"text":"Tue","payload":"slot:tue","image":"https://example.com/t.png","summaryText":"s"} }]}
            """));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var message = Assert.Single(await simulator.MessagesAsync(TestBotMessages.Contact));
        Assert.Equal(message.Text("id"), (await response.JsonAsync()).Text("messageId"));
        Assert.Equal(["Hello", "There", "Pick a slot", "[Mon]", "[Tue]"], Display(message));
        Assert.Equal(["text", "text", "replies"], message.List("view").Select(item => item.Text("type")));
        Assert.Equal("slot:mon", message.List("view")[2].List("actions")[0].Text("payload"));
        Assert.Equal("Text", message.List("content")[0].Text("type"));
    }

    [Fact]
    public async Task SendBotMessage_CardsAndCarousels_AreDelivered()
    {
        const string Link = """{"type":"Link","text":"View","url":"https://example.com/1"}""";
        await using var simulator = await RunningSimulator.StartAsync();
        using var card = await simulator.PostAsync(RunningSimulator.BotPath, TestBotMessages.Structured(
            $$"""
            {"contentType":"Card","card":{"title":"Invoice","description":"$500","image":"https://example.com/a.png","video":"https://example.com/a.mp4",
            "defaultAction":{"type":"Link","url":"https://example.com"},"actions":[{{TestBotMessages.Postback("Approve")}},{{Link}}]} }
            """,
            ""","text":"Look:" """));
        using var carousel = await simulator.PostAsync(
            RunningSimulator.BotPath, TestBotMessages.Carousel(TestBotMessages.Card(TestBotMessages.Postback("A")), TestBotMessages.Card(Link)));

        var messages = await simulator.MessagesAsync(TestBotMessages.Contact);
        Assert.Equal(["Look:", "Invoice", "$500", "(image: https://example.com/a.png)", "[Approve]", "[View] https://example.com/1"], Display(messages[0]));
        Assert.Equal(["T", "[A]", "T", "[View] https://example.com/1"], Display(messages[1]));
        Assert.Equal(["carousel"], messages[1].List("view").Select(item => item.Text("type")));
    }

    [Fact]
    public async Task GetConversations_BotSession_ShowsBotAndSession()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var conversation = (await simulator.ConversationAsync(TestBotMessages.Contact))!.Value;

        Assert.Equal("botSession", conversation.GetProperty("contact").Text("kind"));
        Assert.Equal("Bot orders-bot", conversation.GetProperty("contact").Text("name"));
        Assert.Equal($"Session {DevelopmentRecipients.BotSessionId}, version 1, en-us", conversation.GetProperty("contact").Text("address"));
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse($$"""{{{TestBotMessages.Session}}}"""), conversation.GetProperty("botSession")));
    }

    [Theory]
    [InlineData(DevelopmentRecipients.BotId)]
    [InlineData("\"botVersion\":\"1\"")]
    [InlineData(DevelopmentRecipients.BotSessionId)]
    public async Task SendBotMessage_SessionUnknown_Returns404(string known)
    {
        var unknown = known.StartsWith('"') ? "\"botVersion\":\"2\"" : "smoke";
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.PostAsync(
            RunningSimulator.BotPath, TestBotMessages.Text.Replace(known, unknown, StringComparison.Ordinal));

        await response.AssertRefusedAsync(HttpStatusCode.NotFound, "not.found", "Bot session not found");
        Assert.Empty(await simulator.MessagesAsync(TestBotMessages.Contact));
    }

    [Theory]
    [InlineData("MoreData", true)]
    [InlineData("Complete", false)]
    [InlineData("Failed", false)]
    public async Task SendBotMessage_AfterBotState_SucceedsOnlyWhileActive(string state, bool isActive)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var last = await simulator.PostAsync(RunningSimulator.BotPath, TestBotMessages.WithReply("""{"type":"Text","text":"Bye"}""", state));
        using var after = await simulator.PostAsync(RunningSimulator.BotPath, TestBotMessages.Text);
        using var cleared = await simulator.ControlAsync(HttpMethod.Delete, "state");
        using var again = await simulator.PostAsync(RunningSimulator.BotPath, TestBotMessages.Text);

        Assert.Equal(HttpStatusCode.OK, last.StatusCode);
        Assert.Equal(isActive ? HttpStatusCode.OK : HttpStatusCode.NotFound, after.StatusCode);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Single(await simulator.MessagesAsync(TestBotMessages.Contact));
    }

    [Theory]
    [InlineData(""" "botState":"MoreData" """)]
    [InlineData(""" "botState":"MoreData","replyMessages":[] """)]
    public async Task SendBotMessage_NoReplyMessages_DeliversNothing(string members)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.PostAsync(RunningSimulator.BotPath, TestBotMessages.Request(members));

        Assert.NotEmpty((await response.JsonAsync()).Text("messageId"));
        Assert.Empty(await simulator.MessagesAsync(TestBotMessages.Contact));
    }

    private static IEnumerable<string> Display(JsonElement message) => message.List("display").Select(line => line.GetString()!);
}
