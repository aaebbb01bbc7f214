using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Simulator;
using ServerlessMessaging.Tools.Tests.Simulator;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>Callbacks of messages that were sent by each route.</summary>
public sealed class CallbackRouteTests
{
    private const string BotSession =
        $$$"""{"botSession":{"botId":"{{{DevelopmentRecipients.BotId}}}","botVersion":"{{{DevelopmentRecipients.BotVersion}}}","botSessionId":"{{{DevelopmentRecipients.BotSessionId}}}","languageCode":"{{{DevelopmentRecipients.BotLanguageCode}}}"}}""";

    private const string Customer = $$$"""{"customer":{"id":"c-42","integrationId":"{{{DevelopmentRecipients.IntegrationId}}}"}}""";

    [Theory]
    [InlineData(SendRequests.Messenger, TestEvents.Messenger)]
    [InlineData(BotSession, TestBotMessages.Contact)]
    public async Task DeliverCallback_PressOnAnyRoute_RepliesByTheSameRoute(string to, string contact)
    {
        await using var callbacks = await CallbackSystem.StartAsync(FlowResponses.ReplyText("Thank you"));
        var question = await RequestAsync(callbacks, to);
        await callbacks.Bridge.Control.PressAsync(contact, question, "Tuesday");

        var press = Assert.Single(await callbacks.SettledAsync(1));
        Assert.Equal(("serverlessmessaging.postback.v1", "asked", "slot:tue", "Tuesday"), (press.Type, press.Text("requestId"), press.Text("rawPayload"), press.Text("title")));
        await callbacks.Bridge.RecordAsync($"reply-{press.Id}", "sent");
        Assert.Contains("Thank you", (await callbacks.Bridge.Control.MessagesAsync())[^1].GetProperty("display")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeliverCallback_TextOfAnAgentlessCustomer_RepliesByTheSameRoute()
    {
        await using var callbacks = await CallbackSystem.StartAsync(FlowResponses.ReplyText("Thank you"));
        await RequestAsync(callbacks, Customer);
        await callbacks.Bridge.Control.SayAsync("customer:c-42", "Neither");

        var text = Assert.Single(await callbacks.SettledAsync(1));
        Assert.Equal(("serverlessmessaging.text.v1", "approvals", "Neither", "c-42"), (text.Type, text.Text("replyTo"), text.Text("text"), text.Text("from")));
        await callbacks.Bridge.RecordAsync($"reply-{text.Id}", "sent");
        Assert.Contains("Thank you", (await callbacks.Bridge.Control.MessagesAsync())[^1].GetProperty("display")[0].GetString(), StringComparison.Ordinal);
    }

    private static async Task<string> RequestAsync(CallbackSystem callbacks, string to)
    {
        var sent = await callbacks.Bridge.SendAsync(
            $$$"""{"id":"asked","to":{{{to}}},"replyTo":"approvals","message":{"type":"quickReplies","text":"When?","replies":[{"text":"Monday","value":"slot:mon"},{"text":"Tuesday","value":"slot:tue"}]}}""");
        Assert.True(sent.Status == 200, sent.ToString());
        return (await callbacks.Bridge.Control.MessagesAsync())[^1].GetProperty("id").GetString()!;
    }
}
