using System.Globalization;
using System.Text.Json;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>A card to a customer who gets text only: a channel flow renders it, the customer replies in words, and the flow gets the press.</summary>
public sealed class RepliesInWordsTests
{
    private const string Customer = "c-42";
    private const string Contact = $"customer:{Customer}";
    private const string PostBack = "serverlessmessaging.postback.v1";
    private const string Text = "serverlessmessaging.text.v1";
    private const string Message = "serverlessmessaging.message.v1";

    [Fact]
    public async Task DeliverCallback_CardRenderedByAChannelAndNumberWritten_ReachesTheFlowAsAPress()
    {
        await using var callbacks = await StartAsync();
        var id = await SendCardAsync(callbacks);
        await PostOutboundAsync(callbacks, id, "Invoice #1001");

        var rendered = await WaitAsync(callbacks, Message);
        Assert.Equal((id, Customer), (rendered.Data.GetProperty("message").GetProperty("id").GetString(), rendered.Text("from")));

        callbacks.Flow.EnqueueResponse(FlowResponses.ReplyText("Thank you"));
        await callbacks.Bridge.Control.SayAsync(Contact, "2");
        var press = await WaitAsync(callbacks, PostBack);

        Assert.Equal(
            ("invoice-1001", "approvals", "Reject", CallbackSystem.ImBack, "number"),
            (press.Text("requestId"), press.Text("replyTo"), press.Text("title"), press.Text("rawPayload"), press.Text("matchedBy")));
        Assert.Equal(Customer, press.Data.GetProperty("to").GetProperty("customer").GetProperty("id").GetString());
        await callbacks.Bridge.RecordAsync($"reply-{press.Id}", "sent");
        Assert.Contains(await callbacks.Bridge.Control.MessagesAsync(), message => message.GetProperty("display")[0].GetString()!.Contains("Thank you", StringComparison.Ordinal));
    }

    [Fact]
    public async Task DeliverCallback_NumberWrittenTwice_IsAPressOnce()
    {
        await using var callbacks = await StartAsync();
        await SendCardAsync(callbacks);
        await callbacks.Bridge.Control.SayAsync(Contact, "1");
        Assert.Equal("approval", (await WaitAsync(callbacks, PostBack)).Data.GetProperty("payload").GetProperty("event").GetString());

        await callbacks.Bridge.Control.SayAsync(Contact, "1");

        Assert.Equal((null, "approvals", "1"), await TextAsync(callbacks));
        Assert.Single(callbacks.Flow.Deliveries, delivery => delivery.Type == PostBack);
    }

    [Fact]
    public async Task DeliverCallback_AgentAskedInBetween_IsAText()
    {
        await using var callbacks = await StartAsync();
        await SendCardAsync(callbacks);
        await PostOutboundAsync(callbacks, "from-an-agent", "How many?");
        await callbacks.Flow.WaitForAsync(delivery => delivery.Type == Message && delivery.Text("text") == "How many?");

        await callbacks.Bridge.Control.SayAsync(Contact, "2");

        Assert.Equal((null, "approvals", "2"), await TextAsync(callbacks));
    }

    // The flow default is the same, so that it gets the messages to render as well.
    private static async Task<CallbackSystem> StartAsync()
    {
        var flow = await TestFlow.StartAsync();
        return await CallbackSystem.StartAsync(flow, ("BotFlows:default:Url", flow.Url.ToString()), ("BotFlows:default:SecretName", CallbackSystem.FlowSecretName));
    }

    private static async Task<string> SendCardAsync(CallbackSystem callbacks)
    {
        var sent = await callbacks.Bridge.SendAsync($$$"""
            {"id":"invoice-1001","to":{"customer":{"id":"{{{Customer}}}","integrationId":"{{{DevelopmentRecipients.IntegrationId}}}"}},"replyTo":"approvals",
             "message":{"type":"card","title":"Invoice #1001","actions":[{"type":"postBack","title":"Approve","payload":{"event":"approval"}},
               {"type":"openUrl","title":"View","url":"https://example.com"},{"type":"imBack","title":"Reject","payload":"{{{CallbackSystem.ImBack}}}"}]}}
            """);
        Assert.True(sent.Status == 200, sent.ToString());
        Assert.Contains("1. Approve\nView: https://example.com\n2. Reject", (await callbacks.Bridge.Control.MessagesAsync())[^1].GetProperty("display")[0].GetString(), StringComparison.Ordinal);
        return sent.Json.GetProperty("messageId").GetString()!;
    }

    // As Genesys posts every outbound message of an integration.
    private static Task PostOutboundAsync(CallbackSystem callbacks, string id, string text) => callbacks.Bridge.Control.WebhookAsync(JsonSerializer.Serialize(new
    {
        id,
        channel = new
        {
            id = DevelopmentRecipients.IntegrationId,
            platform = "Open",
            type = "Private",
            messageId = id,
            to = new { id = Customer, idType = "Opaque" },
            from = new { id = DevelopmentRecipients.IntegrationId, idType = "Opaque" },
            time = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        },
        type = "Text",
        text,
        direction = "Outbound",
    }));

    private static Task<FlowDelivery> WaitAsync(CallbackSystem callbacks, string type) => callbacks.Flow.WaitForAsync(delivery => delivery.Type == type);

    private static async Task<(string? RequestId, string? ReplyTo, string? Text)> TextAsync(CallbackSystem callbacks)
    {
        var text = await WaitAsync(callbacks, Text);
        return (text.Text("requestId"), text.Text("replyTo"), text.Text("text"));
    }
}
