using System.Text.Json;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.Tools.Tests.Simulator;

/// <summary>Messages that the API sent are posted to the webhook, as every outbound message of an integration.</summary>
public sealed class OwnMessageTests
{
    private const string Customer = "customer:+49 30/1:2";

    [Fact]
    public async Task SendAgentless_OwnMessages_PostsTheMessageOfTheResponse()
    {
        await using var fixture = await StartAsync("agentless");
        using var response = await fixture.Simulator.PostAsync(RunningSimulator.AgentlessPath, Agentless(@"One\r\nTwo é"));
        var sent = await response.JsonAsync();
        var received = await fixture.Receiver.NextAsync();

        Assert.Equal(ReceivedWebhook.Sign(received.Body), received.Signature);
        var (json, channel) = (received.Json, received.Json.GetProperty("channel"));
        Assert.Equal((sent.Text("id"), sent.Text("id")), (json.Text("id"), channel.Text("messageId")));
        Assert.Equal(sent.Text("conversationId"), json.Text("conversationId"));
        Assert.Equal(("Text", "One\r\nTwo é"), (json.Text("type"), json.Text("text")));
        Assert.Equal(("Outbound", "Human"), (json.Text("direction"), json.Text("originatingEntity")));
        Assert.Equal(("+49 30/1:2", DevelopmentRecipients.IntegrationId), (channel.GetProperty("to").Text("id"), channel.GetProperty("from").Text("id")));
        Assert.False(json.TryGetProperty("content", out _));
    }

    [Fact]
    public async Task SendAgentless_OwnMessagesFirst_PostsBeforeTheResponse()
    {
        await using var fixture = await StartAsync("agentless", ""","ownMessagesFirst":true""");
        using var response = await fixture.Simulator.PostAsync(RunningSimulator.AgentlessPath, Agentless("Hello"));

        Assert.Equal(1, fixture.Receiver.Count);
    }

    [Fact]
    public async Task SendAgentless_ReceiptsFailed_PostsMessageBeforeReceipt()
    {
        await using var fixture = await StartAsync("agentless", ""","receipts":"failed" """);
        using var response = await fixture.Simulator.PostAsync(RunningSimulator.AgentlessPath, Agentless("Hello"));

        Assert.Equal(["Text", "Receipt"], (await fixture.Receiver.NextAsync(2)).Select(webhook => webhook.Json.Text("type")));
    }

    [Fact]
    public async Task SendBotMessage_OwnMessagesAll_PostsEachReply()
    {
        await using var fixture = await StartAsync("all");
        var id = await fixture.SendAsync(
            RunningSimulator.BotPath,
            TestBotMessages.WithReply($$"""{"type":"Text","text":"Hi"},{"type":"Structured","text":"Pick","content":[{{TestBotMessages.QuickReply()}}]}"""),
            TestBotMessages.Contact);
        var received = await fixture.Receiver.NextAsync(2);

        Assert.Equal(id, received[0].Json.Text("id"));
        Assert.NotEqual(id, received[1].Json.Text("id"));
        Assert.Equal([("Text", "Hi", "Bot"), ("Structured", "Pick", "Bot")], received.Select(one => (one.Json.Text("type"), one.Json.Text("text"), one.Json.Text("originatingEntity"))));
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(TestBotMessages.QuickReply()), Assert.Single(received[1].Json.List("content"))));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("agentless")]
    public async Task SendBotMessage_OwnMessagesOff_PostsNothing(string ownMessages)
    {
        await using var fixture = await StartAsync(ownMessages);
        await fixture.SendAsync(RunningSimulator.BotPath, TestBotMessages.Text, TestBotMessages.Contact);
        await fixture.SayAsync();

        Assert.Equal("Inbound", (await fixture.Receiver.NextAsync()).Json.Text("direction"));
    }

    [Theory]
    [MemberData(nameof(ReceiptTests.Operations), MemberType = typeof(ReceiptTests), DisableDiscoveryEnumeration = true)]
    public async Task Send_OwnMessagesAll_PostsNoneOfTheTutorialsRoutes(string path, string json, string contact, string customerId)
    {
        await using var fixture = await StartAsync("all");
        await fixture.SendAsync(path, json, contact);
        await fixture.SayAsync();
        await fixture.SettledAsync();

        var isOfTutorials = path is RunningSimulator.SendPath or RunningSimulator.EventsPath;
        var outbound = (await fixture.WebhooksAsync()).Select(webhook => JsonElement.Parse(webhook.Text("body"))).Where(body => body.Text("direction") == "Outbound");
        Assert.Equal(isOfTutorials ? [] : [customerId], outbound.Select(body => body.GetProperty("channel").GetProperty("to").Text("id")));
    }

    private static async Task<WebhookFixture> StartAsync(string ownMessages, string settings = "")
    {
        var fixture = await WebhookFixture.StartAsync();
        await fixture.PutSettingsAsync($$"""{"ownMessages":"{{ownMessages}}"{{settings}}}""");
        return fixture;
    }

    private static string Agentless(string text) =>
        $$"""{"fromAddress":"{{DevelopmentRecipients.IntegrationId}}","toAddress":"{{Customer["customer:".Length..]}}","toAddressMessengerType":"open","textBody":"{{text}}"}""";
}
