using System.Text.Json;
using ServerlessMessaging.Simulator;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>Genesys posts the messages of agentless back to the webhook, before or after it responds to the send.</summary>
public sealed class OwnMessagesTests
{
    private const string Customer = "c-42";
    private const string Card = """{"type":"card","title":"Invoice #1001","actions":[{"type":"postBack","title":"Approve","payload":"a"},{"type":"postBack","title":"Reject","payload":"r"}]}""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DeliverCallback_CardByAgentless_ComesBackAsRequestedAndIsRepliedToByNumber(bool isFirst)
    {
        var flow = await TestFlow.StartAsync();
        await using var callbacks = await CallbackSystem.StartAsync(flow, ("Records:ContentRetention", "1.00:00:00"));
        await callbacks.Bridge.Control.SettingsAsync(new { ownMessages = "agentless", ownMessagesFirst = isFirst });
        var sent = await callbacks.Bridge.SendAsync($$$"""
            {"id":"invoice-1001","to":{"customer":{"id":"{{{Customer}}}","integrationId":"{{{DevelopmentRecipients.IntegrationId}}}"}},"replyTo":"approvals","message":{{{Card}}}}
            """);
        Assert.True(sent.Status == 200, sent.ToString());

        var own = await flow.WaitForAsync(delivery => delivery.Type == "serverlessmessaging.message.v1");
        Assert.Equal(("invoice-1001", sent.Json.GetProperty("messageId").GetString()), (own.Text("requestId"), own.Text("originatingMessageId")));
        Assert.Contains("2. Reject", own.Text("text"), StringComparison.Ordinal);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(Card), own.Data.GetProperty("original")), own.Data.GetRawText());

        await callbacks.Bridge.Control.SayAsync($"customer:{Customer}", "2");
        var press = await flow.WaitForAsync(delivery => delivery.Type == "serverlessmessaging.postback.v1");
        Assert.Equal(("invoice-1001", "r", "number"), (press.Text("requestId"), press.Text("rawPayload"), press.Text("matchedBy")));
    }

    [Fact]
    public async Task DeliverCallback_OwnMessageWithoutReplyTo_IsNeitherDeadLetteredNorForDefault()
    {
        var flow = await TestFlow.StartAsync();
        await using var callbacks = await CallbackSystem.StartAsync(flow, ("BotFlows:default:Url", flow.Url.ToString()), ("BotFlows:default:SecretName", CallbackSystem.FlowSecretName));
        await callbacks.Bridge.Control.SettingsAsync(new { ownMessages = "agentless" });
        var sent = await callbacks.Bridge.SendAsync($$$"""{"id":"r-1","to":{"customer":{"id":"{{{Customer}}}","integrationId":"{{{DevelopmentRecipients.IntegrationId}}}"}},"message":{{{Card}}}}""");
        Assert.True(sent.Status == 200, sent.ToString());

        Assert.Empty(await callbacks.SettledAsync(1));
        Assert.Contains(EventIds.OwnMessageRecognised, callbacks.Bridge.Log.EventIds);
        Assert.DoesNotContain(EventIds.DeadLettered, callbacks.Bridge.Log.EventIds);
    }
}
