using System.Text.Json;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.Tools.Tests.Simulator;

public sealed class ReceiptTests
{
    private const string Agentless =
        $$"""{"fromAddress":"{{DevelopmentRecipients.IntegrationId}}","toAddress":"c-42","toAddressMessengerType":"open","textBody":"Hello"}""";

    /// <summary>Path, body, and the id that the platform calls the customer by.</summary>
    public static TheoryData<string, string, string, string> Operations => new()
    {
        { RunningSimulator.SendPath, TestMessages.Text, WebhookFixture.Recipient, RunningSimulator.RecipientId },
        { RunningSimulator.EventsPath, TestEvents.List(TestEvents.Text()), TestEvents.Messenger, DevelopmentRecipients.MessengerConversation },
        { RunningSimulator.AgentlessPath, Agentless, "customer:c-42", "c-42" },
        { RunningSimulator.BotPath, TestBotMessages.Text, TestBotMessages.Contact, DevelopmentRecipients.BotSessionId },
    };

    [Theory]
    [MemberData(nameof(Operations), DisableDiscoveryEnumeration = true)]
    public async Task Send_ReceiptsDelivered_SendsReceiptWebhook(string path, string json, string contact, string customerId)
    {
        await using var scene = await WebhookFixture.StartAsync();
        await scene.SettingsAsync("""{"receipts":"delivered"}""");
        var messageId = await scene.SentAsync(path, json, contact);
        var received = await scene.Receiver.NextAsync();

        var receipt = received.Json;
        var channel = receipt.GetProperty("channel");
        Assert.Equal(ReceivedWebhook.Sign(received.Body), received.Signature);
        Assert.Equal((messageId, messageId), (receipt.Text("id"), channel.Text("messageId")));
        Assert.Equal(("Receipt", "Delivered", "Outbound"), (receipt.Text("type"), receipt.Text("status"), receipt.Text("direction")));
        Assert.True(receipt.GetProperty("isFinalReceipt").GetBoolean());
        Assert.Equal((customerId, DevelopmentRecipients.IntegrationId), (channel.GetProperty("to").Text("id"), channel.GetProperty("from").Text("id")));
        Assert.Equal((await scene.Simulator.ConversationAsync(contact))!.Value.Text("id"), receipt.Text("conversationId"));
        Assert.False(receipt.TryGetProperty("reasons", out _));
        Assert.NotEqual(messageId, Assert.Single(await scene.SettledAsync()).Text("id"));
    }

    [Fact]
    public async Task Send_ReceiptsFailed_SendsReceiptWithReason()
    {
        await using var scene = await WebhookFixture.StartAsync();
        await scene.SettingsAsync("""{"receipts":"failed"}""");
        await scene.SentAsync(TestMessages.Text);
        var receipt = (await scene.Receiver.NextAsync()).Json;

        var reason = Assert.Single(receipt.List("reasons"));
        Assert.Equal(("Failed", "GeneralError"), (receipt.Text("status"), reason.Text("code")));
        Assert.NotEmpty(reason.Text("message"));
        Assert.True(receipt.GetProperty("isFinalReceipt").GetBoolean());
    }

    [Fact]
    public async Task SendEvents_ReceiptsDelivered_SendsOnePerEventInOrder()
    {
        await using var scene = await WebhookFixture.StartAsync();
        await scene.SettingsAsync("""{"receipts":"delivered"}""");
        await scene.SentAsync(
            RunningSimulator.EventsPath,
            TestEvents.List(TestEvents.Text("one"), TestEvents.Text("lost", TestEvents.ToClosed), TestEvents.Text("two")),
            TestEvents.Messenger);
        await scene.Receiver.NextAsync(2);

        Assert.Equal(
            (await scene.Simulator.MessagesAsync(TestEvents.Messenger)).Select(message => message.Text("id")),
            (await scene.SettledAsync()).Select(webhook => JsonElement.Parse(webhook.Text("body")).Text("id")));
    }

    [Theory]
    [InlineData(""" "status":504,"when":"after" """)]
    [InlineData(""" "dropConnection":true,"when":"after" """)]
    public async Task Send_ResponseLost_StillSendsReceipt(string fault)
    {
        await using var scene = await WebhookFixture.StartAsync();
        await scene.SettingsAsync("""{"receipts":"delivered"}""");
        using var set = await scene.Simulator.ControlAsync(HttpMethod.Post, "faults", $$"""{"match":"{{RunningSimulator.SendPath}}",{{fault}}}""");
        await Record.ExceptionAsync(async () =>
        {
            using var response = await scene.Simulator.SendAsync(TestMessages.Text);
        });
        var receipt = (await scene.Receiver.NextAsync()).Json;

        Assert.Equal(Assert.Single(await scene.Simulator.MessagesAsync()).Text("id"), receipt.Text("id"));
    }

    [Fact]
    public async Task Send_RefusedOrInbound_SendsNoReceipt()
    {
        await using var scene = await WebhookFixture.StartAsync();
        await scene.SettingsAsync("""{"receipts":"delivered"}""");
        using var refused = await scene.Simulator.SendAsync("""{"type":"message","content":[]}""");
        using var silent = await scene.Simulator.PostAsync(RunningSimulator.BotPath, TestBotMessages.Request(""" "botState":"MoreData" """));
        await scene.SayAsync();
        await scene.SettingsAsync("""{"receipts":"none"}""");
        await scene.SentAsync(TestMessages.Text);

        Assert.Equal("Text", Assert.Single(await scene.SettledAsync()).Text("type"));
        Assert.Equal(1, scene.Receiver.Count);
    }
}
