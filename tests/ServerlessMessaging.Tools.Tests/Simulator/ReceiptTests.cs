using System.Text.Json;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.Tools.Tests.Simulator;

public sealed class ReceiptTests
{
    private const string Agentless =
        $$"""{"fromAddress":"{{DevelopmentRecipients.IntegrationId}}","toAddress":"c-42","toAddressMessengerType":"open","textBody":"Hello"}""";

    /// <summary>Path, body, contact, and the customer's id in webhooks.</summary>
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
        await using var fixture = await WebhookFixture.StartAsync();
        await fixture.PutSettingsAsync("""{"receipts":"delivered","facade":true}""");
        var messageId = await fixture.SendAsync(path, json, contact);
        var received = await fixture.Receiver.NextAsync();

        var receipt = received.Json;
        var channel = receipt.GetProperty("channel");
        Assert.Equal(ReceivedWebhook.Sign(received.Body), received.Signature);
        Assert.Equal((messageId, messageId), (receipt.Text("id"), channel.Text("messageId")));
        Assert.Equal(("Receipt", "Delivered", "Outbound"), (receipt.Text("type"), receipt.Text("status"), receipt.Text("direction")));
        Assert.True(receipt.GetProperty("isFinalReceipt").GetBoolean());
        Assert.Equal((customerId, DevelopmentRecipients.IntegrationId), (channel.GetProperty("to").Text("id"), channel.GetProperty("from").Text("id")));
        Assert.Equal((await fixture.Simulator.ConversationAsync(contact))!.Value.Text("id"), receipt.Text("conversationId"));
        Assert.False(receipt.TryGetProperty("reasons", out _));
        Assert.NotEqual(messageId, Assert.Single(await fixture.SettledAsync()).Text("id"));
    }

    [Fact]
    public async Task Send_ReceiptsDeliveredWithoutFacade_SendsReceiptsOfTutorialRoutesOnly()
    {
        await using var fixture = await WebhookFixture.StartAsync();
        await fixture.PutSettingsAsync("""{"receipts":"delivered"}""");
        foreach (var (path, json, contact, _) in Operations.Select(row => row.Data))
        {
            await fixture.SendAsync(path, json, contact);
        }

        var receipts = await fixture.Receiver.NextAsync(2);
        Assert.Equal(
            new[] { RunningSimulator.RecipientId, DevelopmentRecipients.MessengerConversation },
            receipts.Select(receipt => receipt.Json.GetProperty("channel").GetProperty("to").Text("id")));
        Assert.Equal(2, (await fixture.SettledAsync()).Count);
    }

    [Theory]
    [MemberData(nameof(Operations), DisableDiscoveryEnumeration = true)]
    public async Task Send_ReceiptsFailed_IsFinalBehindAFacadeOnly(string path, string json, string contact, string customerId)
    {
        await using var fixture = await WebhookFixture.StartAsync();
        await fixture.PutSettingsAsync("""{"receipts":"failed"}""");
        await fixture.SendAsync(path, json, contact);
        var receipt = (await fixture.Receiver.NextAsync()).Json;

        var isOfTutorials = path is RunningSimulator.SendPath or RunningSimulator.EventsPath;
        Assert.Equal(("Failed", customerId), (receipt.Text("status"), receipt.GetProperty("channel").GetProperty("to").Text("id")));
        Assert.Equal(isOfTutorials, receipt.GetProperty("isFinalReceipt").GetBoolean());
    }

    [Fact]
    public async Task Send_ReceiptsFailed_SendsReceiptWithReason()
    {
        await using var fixture = await WebhookFixture.StartAsync();
        await fixture.PutSettingsAsync("""{"receipts":"failed"}""");
        await fixture.SendAsync(TestMessages.Text);
        var receipt = (await fixture.Receiver.NextAsync()).Json;

        var reason = Assert.Single(receipt.List("reasons"));
        Assert.Equal(("Failed", "GeneralError"), (receipt.Text("status"), reason.Text("code")));
        Assert.NotEmpty(reason.Text("message"));
        Assert.True(receipt.GetProperty("isFinalReceipt").GetBoolean());
    }

    [Fact]
    public async Task SendEvents_ReceiptsDelivered_SendsOnePerEventInOrder()
    {
        await using var fixture = await WebhookFixture.StartAsync();
        await fixture.PutSettingsAsync("""{"receipts":"delivered"}""");
        await fixture.SendAsync(
            RunningSimulator.EventsPath,
            TestEvents.List(TestEvents.Text("one"), TestEvents.Text("lost", TestEvents.ToClosed), TestEvents.Text("two")),
            TestEvents.Messenger);
        await fixture.Receiver.NextAsync(2);

        Assert.Equal(
            (await fixture.Simulator.MessagesAsync(TestEvents.Messenger)).Select(message => message.Text("id")),
            (await fixture.SettledAsync()).Select(webhook => JsonElement.Parse(webhook.Text("body")).Text("id")));
    }

    [Theory]
    [InlineData(""" "status":504,"when":"after" """)]
    [InlineData(""" "dropConnection":true,"when":"after" """)]
    public async Task Send_ResponseLost_StillSendsReceipt(string fault)
    {
        await using var fixture = await WebhookFixture.StartAsync();
        await fixture.PutSettingsAsync("""{"receipts":"delivered"}""");
        using var set = await fixture.Simulator.ControlAsync(HttpMethod.Post, "faults", $$"""{"match":"{{RunningSimulator.SendPath}}",{{fault}}}""");
        await Record.ExceptionAsync(async () =>
        {
            using var response = await fixture.Simulator.SendAsync(TestMessages.Text);
        });
        var receipt = (await fixture.Receiver.NextAsync()).Json;

        Assert.Equal(Assert.Single(await fixture.Simulator.MessagesAsync()).Text("id"), receipt.Text("id"));
    }

    [Fact]
    public async Task Send_RefusedOrInbound_SendsNoReceipt()
    {
        await using var fixture = await WebhookFixture.StartAsync();
        await fixture.PutSettingsAsync("""{"receipts":"delivered"}""");
        using var refused = await fixture.Simulator.SendAsync("""{"type":"message","content":[]}""");
        using var silent = await fixture.Simulator.PostAsync(RunningSimulator.BotPath, TestBotMessages.Request(""" "botState":"MoreData" """));
        await fixture.SayAsync();
        await fixture.PutSettingsAsync("""{"receipts":"none"}""");
        await fixture.SendAsync(TestMessages.Text);

        Assert.Equal("Text", Assert.Single(await fixture.SettledAsync()).Text("type"));
        Assert.Equal(1, fixture.Receiver.Count);
    }
}
