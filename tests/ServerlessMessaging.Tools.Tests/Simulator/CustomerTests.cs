using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.Tools.Tests.Simulator;

/// <summary>The webhooks and phone messages of the actions press and say.</summary>
public sealed class CustomerTests
{
    [Fact]
    public async Task Press_PostbackButton_SendsSignedWebhookWithExactPayload()
    {
        const string Payload = """{"event":"approval","status":"é <b> + 🙂"}""";
        await using var fixture = await WebhookFixture.StartAsync();
        var messageId = await fixture.SendAsync(TestMessages.Action(
            $$"""{"type":"postBack","title":"Ja, ü!","payload":{{JsonSerializer.Serialize(Payload)}}}"""));
        var id = await fixture.PressAsync(messageId, "Ja, ü!");
        var received = await fixture.Receiver.NextAsync();

        Assert.Equal(("POST", "/hook?code=1"), (received.Method, received.Target));
        Assert.Equal("application/json", received.Headers["Content-Type"]);
        Assert.Equal(ReceivedWebhook.Sign(received.Body), received.Signature);
        Assert.Contains("é <b> + ", Encoding.UTF8.GetString(received.Body), StringComparison.Ordinal);
        Assert.False(received.Headers.ContainsKey("traceparent"));

        var content = Assert.Single(received.Json.List("content"));
        var button = content.GetProperty("buttonResponse");
        Assert.Equal(("Structured", id, messageId), (received.Json.Text("type"), received.Json.Text("id"), button.Text("originatingMessageId")));
        Assert.Equal("ButtonResponse", content.Text("contentType"));
        Assert.Equal(("Button", "Ja, ü!", Payload), (button.Text("type"), button.Text("text"), button.Text("payload")));
        Assert.False(received.Json.TryGetProperty("text", out _));
    }

    [Fact]
    public async Task Say_Text_SendsNormalizedMessage()
    {
        await using var fixture = await WebhookFixture.StartAsync();
        var id = await fixture.SayAsync("héllo + <b>");
        var json = (await fixture.Receiver.NextAsync()).Json;

        var conversation = (await fixture.Simulator.ConversationAsync(WebhookFixture.Recipient))!.Value;
        var channel = json.GetProperty("channel");
        var (from, to) = (channel.GetProperty("from"), channel.GetProperty("to"));
        Assert.Equal(("Text", "héllo + <b>", "Human", "Inbound"), (json.Text("type"), json.Text("text"), json.Text("originatingEntity"), json.Text("direction")));
        Assert.Equal((id, id), (json.Text("id"), channel.Text("messageId")));
        Assert.Equal(conversation.Text("id"), json.Text("conversationId"));
        Assert.Equal((DevelopmentRecipients.IntegrationId, "Open", "Private"), (channel.Text("id"), channel.Text("platform"), channel.Text("type")));
        Assert.Equal((RunningSimulator.RecipientId, "Opaque", "Robin Recipient"), (from.Text("id"), from.Text("idType"), from.Text("nickname")));
        Assert.Equal(DevelopmentRecipients.IntegrationId, to.Text("id"));
        Assert.True(DateTime.TryParseExact(
            channel.Text("time"), "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
        Assert.False(json.TryGetProperty("content", out _));
        Assert.False(json.TryGetProperty("originatingMessageId", out _));
    }

    [Fact]
    public async Task GetConversations_AfterPressAndSay_ShowsBothDirections()
    {
        await using var fixture = await WebhookFixture.StartAsync();
        var messageId = await fixture.SendAsync(TestMessages.Invoice);
        var pressed = await fixture.PressAsync(messageId, "Approve");
        var inbound = await fixture.SayAsync("Thanks");

        var messages = await fixture.Simulator.MessagesAsync();
        Assert.Equal([messageId, pressed, inbound], messages.Select(message => message.Text("id")));
        Assert.Equal(["Outbound", "Inbound", "Inbound"], messages.Select(message => message.Text("direction")));
        Assert.Equal(["Approve", "Thanks"], messages.Skip(1).Select(message => Assert.Single(message.List("display")).GetString()));
        Assert.Equal(["text", "text"], messages.Skip(1).Select(message => Assert.Single(message.List("view")).Text("type")));
        Assert.Equal("Thanks", messages[2].Text("content"));
    }

    [Theory]
    [InlineData("Reject")]
    [InlineData(1)]
    public async Task Press_ImBackButton_SendsPayloadAsText(object action)
    {
        await using var fixture = await WebhookFixture.StartAsync();
        await fixture.PressAsync(await fixture.SendAsync(TestMessages.Invoice), action);
        var json = (await fixture.Receiver.NextAsync()).Json;

        Assert.Equal(("Text", "I reject this request."), (json.Text("type"), json.Text("text")));
        Assert.False(json.TryGetProperty("originatingMessageId", out _));
        Assert.Equal("I reject this request.", (await fixture.Simulator.MessagesAsync())[1].List("display")[0].GetString());
    }

    [Theory]
    [InlineData("\"View Details\"")]
    [InlineData("2")]
    public async Task Press_Link_ReturnsUrlAndSendsNothing(string action)
    {
        await using var fixture = await WebhookFixture.StartAsync();
        var messageId = await fixture.SendAsync(TestMessages.Invoice);
        using var response = await fixture.Simulator.ControlAsync(
            HttpMethod.Post, $"conversations/{WebhookFixture.Recipient}/press", $$"""{"messageId":"{{messageId}}","action":{{action}}}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("https://example.com/details/12345", (await response.JsonAsync()).Text("url"));
        Assert.Empty(await fixture.WebhooksAsync());
        Assert.Single(await fixture.Simulator.MessagesAsync());
    }

    [Fact]
    public async Task Press_QuickReplyOrCarouselButton_SendsButtonResponse()
    {
        await using var fixture = await WebhookFixture.StartAsync();
        var replies = await fixture.SendAsync(RunningSimulator.EventsPath, TestEvents.List(TestEvents.QuickReplies(2)), TestEvents.Messenger);
        var buy = TestEvents.Card($$""","buttons":[{{TestEvents.Button("Buy", "one")}}]""");
        var other = TestEvents.Card($$""","buttons":[{"type":"url","text":"See","url":"https://example.com"},{{TestEvents.Button("Buy", "two")}}]""");
        var carousel = await fixture.SendAsync(
            RunningSimulator.EventsPath, TestEvents.List(TestEvents.Cards("carousel", buy, other)), TestEvents.Messenger);
        await fixture.PressAsync(replies, "R2", TestEvents.Messenger);
        var reply = (await fixture.Receiver.NextAsync()).Json;
        await fixture.PressAsync(carousel, 2, Uri.EscapeDataString(TestEvents.Messenger));
        var card = (await fixture.Receiver.NextAsync()).Json;

        AssertButton(reply, "QuickReply", "R2", "v", replies);
        AssertButton(card, "Button", "Buy", "two", carousel);
        Assert.Equal(DevelopmentRecipients.MessengerConversation, card.GetProperty("channel").GetProperty("from").Text("id"));
    }

    [Fact]
    public async Task Press_TitleAmbiguous_Returns409()
    {
        await using var fixture = await WebhookFixture.StartAsync();
        var messageId = await fixture.SendAsync(
            RunningSimulator.EventsPath,
            TestEvents.List(TestEvents.Buttons(TestEvents.Button("Buy", "one"), TestEvents.Button("Buy", "two"))),
            TestEvents.Messenger);
        using var response = await fixture.Simulator.ControlAsync(
            HttpMethod.Post, $"conversations/{TestEvents.Messenger}/press", $$"""{"messageId":"{{messageId}}","action":"Buy"}""");

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Contains("index", (await response.JsonAsync()).Text("error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Press_BotSessionMessage_IdentifiesCustomerBySession()
    {
        await using var fixture = await WebhookFixture.StartAsync();
        var replies = await fixture.SendAsync(
            RunningSimulator.BotPath, TestBotMessages.Structured(TestBotMessages.QuickReply(), ""","text":"Pick" """), TestBotMessages.Contact);
        var card = await fixture.SendAsync(
            RunningSimulator.BotPath, TestBotMessages.CardContent(TestBotMessages.Postback("Yes", "y")), TestBotMessages.Contact);
        await fixture.PressAsync(replies, "Mon", TestBotMessages.Contact);
        var reply = (await fixture.Receiver.NextAsync()).Json;
        await fixture.PressAsync(card, "Yes", TestBotMessages.Contact);
        var press = (await fixture.Receiver.NextAsync()).Json;

        AssertButton(reply, "QuickReply", "Mon", "slot:mon", replies);
        AssertButton(press, "Button", "Yes", "y", card);
        Assert.Equal(DevelopmentRecipients.BotSessionId, press.GetProperty("channel").GetProperty("from").Text("id"));
    }

    [Fact]
    public async Task Say_AgentlessCustomer_IsFoundByContactOrConversationId()
    {
        // Characters that a second decoding would change.
        const string Customer = "c/42 %2F?";
        await using var fixture = await WebhookFixture.StartAsync();
        var messageId = await fixture.SendAsync(
            RunningSimulator.AgentlessPath,
            $$"""{"fromAddress":"{{DevelopmentRecipients.IntegrationId}}","toAddress":"{{Customer}}","toAddressMessengerType":"open","textBody":"Hi"}""",
            $"customer:{Customer}");
        var conversationId = (await fixture.Simulator.ConversationAsync($"customer:{Customer}"))!.Value.Text("id");
        await fixture.SayAsync("one", Uri.EscapeDataString($"customer:{Customer}"));
        var byContact = (await fixture.Receiver.NextAsync()).Json;
        await fixture.SayAsync("two", conversationId.ToUpperInvariant());
        var byConversation = (await fixture.Receiver.NextAsync()).Json;

        Assert.All([byContact, byConversation], json =>
        {
            Assert.Equal(Customer, json.GetProperty("channel").GetProperty("from").Text("id"));
            Assert.Equal(conversationId, json.Text("conversationId"));
        });
        Assert.Equal(messageId, (await fixture.Simulator.MessagesAsync($"customer:{Customer}"))[0].Text("id"));
    }

    [Fact]
    public async Task Say_ConversationClosed_ReopensWindow()
    {
        await using var fixture = await WebhookFixture.StartAsync();
        var message = TestEvents.List(TestEvents.Text(to: TestEvents.ToClosed));
        using var before = await fixture.Simulator.PostAsync(RunningSimulator.EventsPath, message);
        await fixture.SayAsync("Here I am", TestEvents.Closed);
        using var after = await fixture.Simulator.PostAsync(RunningSimulator.EventsPath, message);

        Assert.True((await before.JsonAsync())[0].TryGetProperty("error", out _));
        Assert.True((await after.JsonAsync())[0].TryGetProperty("id", out _));
    }

    [Theory]
    [InlineData("user:unknown/say", """{"text":"Hello"}""", 404)]
    [InlineData("user:unknown/press", """{"messageId":"m","action":"A"}""", 404)]
    [InlineData($"{WebhookFixture.Recipient}/press", """{"messageId":"m","action":"A"}""", 404)]
    [InlineData($"{WebhookFixture.Recipient}/press", """{"messageId":"6b1f7a52-0d0e-4c7b-9f2e-5f0c2f7f1a02","action":"A"}""", 404)]
    [InlineData($"{WebhookFixture.Recipient}/unknown", "{}", 404)]
    [InlineData("say", "{}", 404)]
    [InlineData("", "{}", 404)]
    [InlineData($"{WebhookFixture.Recipient}/say", """{"text":""}""", 400)]
    [InlineData($"{WebhookFixture.Recipient}/say", """{"text":"a","to":"b"}""", 400)]
    [InlineData($"{WebhookFixture.Recipient}/press", """{"messageId":"m","action":true}""", 400)]
    [InlineData($"{WebhookFixture.Recipient}/press", """{"messageId":"m"}""", 400)]
    public async Task PressOrSay_InvalidRequest_ReturnsErrorMessage(string path, string json, int status)
    {
        await using var fixture = await WebhookFixture.StartAsync();
        using var response = await fixture.Simulator.ControlAsync(HttpMethod.Post, $"conversations/{path}", json);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.NotEmpty((await response.JsonAsync()).Text("error"));
        Assert.Empty(await fixture.WebhooksAsync());
    }

    [Theory]
    [InlineData("\"Agree\"")]
    [InlineData("3")]
    [InlineData("-1")]
    [InlineData("0.5")]
    public async Task Press_ActionUnknown_Returns404WithActions(string action)
    {
        await using var fixture = await WebhookFixture.StartAsync();
        var messageId = await fixture.SendAsync(TestMessages.Invoice);
        using var response = await fixture.Simulator.ControlAsync(
            HttpMethod.Post, $"conversations/{WebhookFixture.Recipient}/press", $$"""{"messageId":"{{messageId}}","action":{{action}}}""");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("Approve, Reject, View Details", (await response.JsonAsync()).Text("error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Say_NoWebhookUrl_Returns409()
    {
        await using var fixture = await WebhookFixture.StartAsync();
        await fixture.PutSettingsAsync("""{"webhookUrl":null}""");
        using var response = await fixture.Simulator.ControlAsync(
            HttpMethod.Post, $"conversations/{WebhookFixture.Recipient}/say", """{"text":"Hello"}""");

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Contains("webhookUrl", (await response.JsonAsync()).Text("error"), StringComparison.Ordinal);
        Assert.Empty(await fixture.Simulator.MessagesAsync());
    }

    private static void AssertButton(JsonElement json, string type, string text, string payload, string messageId)
    {
        var button = json.List("content")[0].GetProperty("buttonResponse");
        Assert.Equal((type, text, payload), (button.Text("type"), button.Text("text"), button.Text("payload")));
        Assert.Equal(("Structured", messageId), (json.Text("type"), button.Text("originatingMessageId")));
    }
}
