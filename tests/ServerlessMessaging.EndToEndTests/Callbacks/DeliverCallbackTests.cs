using System.Text.Json;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Simulator;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>Events of a customer reach the bot flow, and its reply reaches the customer.</summary>
public sealed class DeliverCallbackTests
{
    [Fact]
    public async Task DeliverCallback_Press_ReachesTheNamedFlowOnce()
    {
        await using var callbacks = await CallbackSystem.StartAsync();
        var card = await callbacks.SendCardAsync("invoice-1001");
        await callbacks.Bridge.Control.PressAsync(card, "Approve");

        var delivery = Assert.Single(await callbacks.SettledAsync(1));
        var webhook = JsonElement.Parse(Assert.Single(await callbacks.Bridge.Control.SettledWebhooksAsync(1)).GetProperty("body").GetString()!);
        var (cloudEvent, payload) = (delivery.Event, delivery.Data.GetProperty("payload"));
        Assert.Equal(("serverlessmessaging.postback.v1", "1.0"), (delivery.Type, cloudEvent.GetProperty("specversion").GetString()));
        Assert.Equal(($"/genesys/{DevelopmentRecipients.IntegrationId}", delivery.Id), (cloudEvent.GetProperty("source").GetString(), cloudEvent.GetProperty("id").GetString()));
        Assert.Equal(webhook.GetProperty("conversationId").GetString(), cloudEvent.GetProperty("subject").GetString());
        Assert.Equal(webhook.GetProperty("channel").GetProperty("time").GetDateTimeOffset(), cloudEvent.GetProperty("time").GetDateTimeOffset());
        Assert.Equal(("invoice-1001", "approvals", card), (delivery.Text("requestId"), delivery.Text("replyTo"), delivery.Text("originatingMessageId")));
        Assert.Equal(("Approve", """{"event":"approval","status":"accepted"}"""), (delivery.Text("title"), delivery.Text("rawPayload")));
        Assert.Equal(("approval", "accepted"), (payload.GetProperty("event").GetString(), payload.GetProperty("status").GetString()));
        Assert.Equal((await callbacks.Bridge.Control.UserIdAsync(), webhook.GetProperty("conversationId").GetString()), (delivery.Text("from"), delivery.Text("conversationId")));
        Assert.Equal("application/cloudevents+json", delivery.Headers["content-type"]);
        Assert.Empty(await callbacks.Bridge.DeadLettersAsync());
        DeliveryVerifier.AssertValid(callbacks.Flow.Deliveries);
    }

    [Fact]
    public async Task DeliverCallback_TextOfAnImBackButton_IsAPostback()
    {
        await using var callbacks = await CallbackSystem.StartAsync();
        await callbacks.SendCardAsync("invoice-1001");
        var second = await callbacks.SendCardAsync("invoice-1002");
        await callbacks.Bridge.Control.PressAsync(second, "Reject");
        await callbacks.Bridge.Control.SayAsync("And who are you?");

        var deliveries = (await callbacks.SettledAsync(2)).OrderBy(delivery => delivery.Type, StringComparer.Ordinal).ToList();
        Assert.Equal(["serverlessmessaging.postback.v1", "serverlessmessaging.text.v1"], deliveries.Select(delivery => delivery.Type));
        Assert.Equal(("invoice-1002", "approvals", CallbackSystem.ImBack), (deliveries[0].Text("requestId"), deliveries[0].Text("replyTo"), deliveries[0].Text("rawPayload")));
        Assert.Equal(CallbackSystem.ImBack, deliveries[0].Text("payload"));
        Assert.Equal((null, "approvals", "And who are you?"), (deliveries[1].Text("requestId"), deliveries[1].Text("replyTo"), deliveries[1].Text("text")));
        DeliveryVerifier.AssertValid(deliveries);
    }

    [Fact]
    public async Task DeliverCallback_PressOnAnOlderCard_NamesItsRequest()
    {
        await using var callbacks = await CallbackSystem.StartAsync();
        var first = await callbacks.SendCardAsync("invoice-1001");
        await callbacks.SendCardAsync("invoice-1002");
        await callbacks.Bridge.Control.PressAsync(first, "Approve");

        Assert.Equal("invoice-1001", Assert.Single(await callbacks.SettledAsync(1)).Text("requestId"));
    }

    [Fact]
    public async Task DeliverCallback_ReplyOfTheFlow_IsSentToTheCustomer()
    {
        await using var callbacks = await CallbackSystem.StartAsync(FlowResponses.ReplyText("Thank you, Grüße!"));
        var card = await callbacks.SendCardAsync("invoice-1001");
        await callbacks.Bridge.Control.PressAsync(card, "Approve");

        var delivery = Assert.Single(await callbacks.SettledAsync(1));
        await callbacks.Bridge.RecordAsync($"reply-{delivery.Id}", "sent");
        var messages = await callbacks.Bridge.Control.MessagesAsync();
        Assert.Equal(3, messages.Count);
        Assert.Contains("Thank you, Grüße!", messages[^1].GetProperty("display")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains(EventIds.ReplyAccepted, callbacks.Bridge.Log.EventIds);
    }

    [Fact]
    public async Task DeliverCallback_PressOnTheReply_ReachesTheFlow()
    {
        await using var callbacks = await CallbackSystem.StartAsync(
            FlowResponses.Reply("""{"type":"quickReplies","text":"Sure?","replies":[{"text":"Yes","value":"yes"},{"text":"No","value":"no"}]}"""));
        await callbacks.Bridge.Control.PressAsync(await callbacks.SendCardAsync("invoice-1001"), "Approve");
        var reply = $"reply-{(await callbacks.Flow.WaitAsync(1))[0].Id}";
        var question = (await callbacks.Bridge.RecordAsync(reply, "sent")).Json.GetProperty("messageId").GetString()!;
        await callbacks.Bridge.Control.PressAsync(question, "Yes");

        var response = (await callbacks.SettledAsync(2))[1];
        Assert.Equal((reply, "approvals", "yes"), (response.Text("requestId"), response.Text("replyTo"), response.Text("rawPayload")));
    }

    [Fact]
    public async Task DeliverCallback_RecipientOfTheEvent_CanBeSentTo()
    {
        await using var callbacks = await CallbackSystem.StartAsync();
        await callbacks.Bridge.Control.PressAsync(await callbacks.SendCardAsync("invoice-1001"), "Approve");
        var delivery = Assert.Single(await callbacks.SettledAsync(1));

        Assert.Equal(200, (await callbacks.Bridge.SendAsync(SendRequests.To(delivery.Data.GetProperty("to").GetRawText()))).Status);
        Assert.Equal(3, (await callbacks.Bridge.Control.MessagesAsync()).Count);
    }

    [Fact]
    public async Task DeliverCallback_NoFlowNamed_RoutesByActionThenDefault()
    {
        await using var byDefault = await TestFlow.StartAsync();
        await using var callbacks = await CallbackSystem.StartAsync(
            await TestFlow.StartAsync(),
            ("BotFlows:approvals:Actions:0", "approval"),
            ("BotFlows:default:Url", byDefault.Url.ToString()),
            ("BotFlows:default:SecretName", CallbackSystem.FlowSecretName));
        await callbacks.Bridge.Control.PressAsync(await callbacks.SendCardAsync("invoice-1001", "\"notify\":false"), "Approve");
        await callbacks.Bridge.Control.SayAsync("Hello?");
        await callbacks.Bridge.Control.WebhookAsync(OutboundText);

        Assert.Equal("invoice-1001", Assert.Single(await callbacks.SettledAsync(3)).Text("requestId"));
        Assert.Equal(["serverlessmessaging.message.v1", "serverlessmessaging.text.v1"], byDefault.Deliveries.Select(delivery => delivery.Type).Order(StringComparer.Ordinal));
        Assert.Equal("From an agent", byDefault.Deliveries.Single(delivery => delivery.Type.Contains("message.v1", StringComparison.Ordinal)).Data.GetProperty("message").GetProperty("text").GetString());
        DeliveryVerifier.AssertValid([.. callbacks.Flow.Deliveries, .. byDefault.Deliveries]);
    }

    [Fact]
    public async Task DeliverCallback_FlowNotConfigured_BecomesADeadLetter()
    {
        await using var callbacks = await CallbackSystem.StartAsync();
        await callbacks.Bridge.Control.PressAsync(await callbacks.SendCardAsync("invoice-1001", "\"replyTo\":\"unknown\""), "Approve");

        var deadLetter = await callbacks.WaitForDeadLetterAsync();
        Assert.Equal(("SM4101", "callbacks"), (deadLetter.GetProperty("code").GetString(), deadLetter.GetProperty("queue").GetString()));
        Assert.Contains("BotFlows:unknown", deadLetter.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Empty(callbacks.Flow.Deliveries);
    }

    private static string OutboundText =>
        $$"""{"id":"m-1","channel":{"id":"i-1","platform":"Open","type":"Private","messageId":"m-1","to":{"id":"u-1"},"time":"{{TimeProvider.System.GetUtcNow():O}}"},"type":"Text","text":"From an agent","direction":"Outbound"}""";
}
