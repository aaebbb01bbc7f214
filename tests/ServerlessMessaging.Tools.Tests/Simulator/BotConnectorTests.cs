using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.Tools.Tests.Simulator;

/// <summary>The platform's side of a Digital Bot Connector: it posts the customer's messages and reads the list of bots.</summary>
public sealed class BotConnectorTests
{
    private const string Secret = "connector-secret-0123456789";

    [Fact]
    public async Task Press_BotSessionMessage_PostsIncomingMessageToConnector()
    {
        await using var fixture = await StartAsync();
        var messageId = await fixture.SendAsync(
            RunningSimulator.BotPath, TestBotMessages.CardContent(TestBotMessages.Postback("Yes", "{\\\"a\\\":1}")), TestBotMessages.Contact);
        var id = await fixture.PressAsync(messageId, "Yes", TestBotMessages.Contact);
        var received = await fixture.Receiver.NextAsync();

        Assert.Equal(("POST", "/hook/messages", Secret), (received.Method, received.Target, received.Headers["X-Connector-Secret"]));
        Assert.Null(received.Signature);
        var conversation = (await fixture.Simulator.ConversationAsync(TestBotMessages.Contact))!.Value;
        Assert.True(JsonElement.DeepEquals(
            JsonElement.Parse($$"""
                {"botId":"{{DevelopmentRecipients.BotId}}","botVersion":"1","botSessionId":"{{DevelopmentRecipients.BotSessionId}}","messageId":"{{id}}",
                 "inputMessage":{"type":"Structured","text":"Yes","content":[{"contentType":"ButtonResponse",
                   "buttonResponse":{"type":"Button","text":"Yes","payload":"{\"a\":1}","originatingMessageId":"{{messageId}}"} }]},
                 "languageCode":"en-us","botSessionTimeout":60,"genesysConversationId":"{{conversation.Text("id")}}","parameters":{} }
                """),
            received.Json), received.Json.GetRawText());
    }

    [Fact]
    public async Task Press_WithoutOriginatingMessageId_OmitsIt()
    {
        await using var fixture = await StartAsync();
        var messageId = await fixture.SendAsync(
            RunningSimulator.BotPath, TestBotMessages.CardContent(TestBotMessages.Postback("Yes", "y")), TestBotMessages.Contact);
        await fixture.PostAsync($"conversations/{TestBotMessages.Contact}/press", new { messageId, action = "Yes", originatingMessageId = false });
        var received = await fixture.Receiver.NextAsync();

        var button = received.Json.GetProperty("inputMessage").List("content")[0].GetProperty("buttonResponse");
        Assert.Equal(["type", "text", "payload"], button.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task Say_BotSession_PostsTextToConnectorOnce()
    {
        await using var fixture = await StartAsync((_, context) => Respond(context, StatusCodes.Status503ServiceUnavailable));
        await fixture.SayAsync("héllo", TestBotMessages.Contact);

        var listed = Assert.Single(await fixture.SettledAsync());
        Assert.Equal(("BotConnector", "exhausted", 1), (listed.Text("type"), listed.Text("state"), listed.List("attempts").Count));
        var message = (await fixture.Receiver.NextAsync()).Json.GetProperty("inputMessage");
        Assert.Equal(("Text", "héllo"), (message.Text("type"), message.Text("text")));
        Assert.False(message.TryGetProperty("content", out _));
    }

    [Fact]
    public async Task Say_OtherContact_PostsWebhook()
    {
        await using var fixture = await StartAsync();
        await fixture.SayAsync();

        Assert.Equal("/hook?code=1", (await fixture.Receiver.NextAsync()).Target);
    }

    [Fact]
    public async Task Say_BotRespondsAtOnce_DeliversItsRepliesAndEndsTheSession()
    {
        await using var fixture = await StartAsync((_, context) => Respond(
            context, 200, """{"botState":"Complete","intent":"order","replyMessages":[{"type":"Text","text":"Bye"}]}"""));
        await fixture.SayAsync("Thanks", TestBotMessages.Contact);
        await fixture.SettledAsync();

        var messages = await fixture.Simulator.MessagesAsync(TestBotMessages.Contact);
        Assert.Equal(["Thanks", "Bye"], messages.Select(message => message.List("display")[0].GetString()));
        using var ended = await fixture.Simulator.ControlAsync(HttpMethod.Post, $"conversations/{TestBotMessages.Contact}/say", """{"text":"?"}""");
        Assert.Equal(HttpStatusCode.NotFound, ended.StatusCode);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("{}", null)]
    [InlineData("""{"botState":"MOREDATA"}""", "Invalid bot state")]
    [InlineData("[1]", "must be a JSON object")]
    public async Task Say_ConnectorResponse_IsReadAsReply(string body, string? error)
    {
        await using var fixture = await StartAsync((_, context) => Respond(context, 202, body));
        await fixture.SayAsync("Hello", TestBotMessages.Contact);

        var attempt = Assert.Single(Assert.Single(await fixture.SettledAsync()).List("attempts"));
        Assert.Equal(202, attempt.GetProperty("status").GetInt32());
        Assert.Contains(error ?? string.Empty, attempt.GetProperty("error").GetString() ?? string.Empty, StringComparison.Ordinal);
        Assert.Equal(error is null, attempt.GetProperty("error").ValueKind == JsonValueKind.Null);
    }

    [Theory]
    [InlineData("bots", "/hook/bots")]
    [InlineData("bots/orders%2Fbot", "/hook/bots/orders%2Fbot")]
    public async Task GetConnectorBots_Configured_ReturnsStatusAndBody(string path, string target)
    {
        await using var fixture = await StartAsync((_, context) => Respond(context, 200, """{"entities":[]}"""));
        var response = await fixture.Simulator.ControlJsonAsync($"connector/{path}");

        var received = await fixture.Receiver.NextAsync();
        Assert.Equal(("GET", target, Secret), (received.Method, received.Target, received.Headers["X-Connector-Secret"]));
        Assert.Equal(200, response.GetProperty("status").GetInt32());
        Assert.Empty(response.GetProperty("body").List("entities"));
    }

    [Fact]
    public async Task GetConnectorBots_NotConfigured_Returns409()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.ControlAsync(HttpMethod.Get, "connector/bots");

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Contains("connectorUrl", (await response.JsonAsync()).Text("error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PutSettings_Connector_ReturnsUrlAndNamesOnly()
    {
        await using var fixture = await StartAsync();
        using var response = await fixture.Simulator.ControlAsync(HttpMethod.Put, "settings", "{}");
        var settings = await response.JsonAsync();

        Assert.EndsWith("/hook/", settings.Text("connectorUrl"), StringComparison.Ordinal);
        Assert.Equal(["X-Connector-Secret"], settings.List("connectorHeaders").Select(name => name.GetString()!));
        Assert.DoesNotContain(Secret, settings.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"connectorUrl":"/relative"}""")]
    [InlineData("""{"connectorUrl":"http://127.0.0.1/a?code=1"}""")]
    [InlineData("""{"connectorHeaders":{"a b":"c"}}""")]
    [InlineData("""{"connectorHeaders":{"a":"é"}}""")]
    [InlineData("""{"connectorHeaders":{"a":1}}""")]
    public async Task PutSettings_InvalidConnector_Returns400(string json)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.ControlAsync(HttpMethod.Put, "settings", json);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private static Task<WebhookFixture> StartAsync() => StartAsync((_, _) => Task.CompletedTask);

    private static async Task<WebhookFixture> StartAsync(Func<int, HttpContext, Task> response)
    {
        var fixture = await WebhookFixture.StartAsync(await WebhookReceiver.StartAsync(response));
        var url = $"{fixture.Receiver.Url.GetLeftPart(UriPartial.Path)}/";
        await fixture.PutSettingsAsync($$$"""{"connectorUrl":"{{{url}}}","connectorHeaders":{"X-Connector-Secret":"{{{Secret}}}"}}""");
        return fixture;
    }

    private static async Task Respond(HttpContext context, int status, string body = "")
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body, context.RequestAborted);
    }
}
