using System.Text;
using ServerlessMessaging.EndToEndTests.Callbacks;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tools.Tests.Simulator;

namespace ServerlessMessaging.EndToEndTests.Privacy;

/// <content>Callbacks.</content>
internal sealed partial class FullRun
{
    private const string Contact = "user:6b1f7a52-0d0e-4c7b-9f2e-5f0c2f7f1a04";

    /// <summary>Receives webhooks of every kind, and gives every kind of response of a flow.</summary>
    public async Task ReceiveEveryWebhookAsync()
    {
        await PressAsync(FlowResponses.ReplyText(SensitiveValues.Reply), EventIds.ReplyAccepted);
        await PressAsync(FlowResponses.Reply($$"""{"type":"{{SensitiveValues.Reply}}"}"""), EventIds.ReplyAccepted);
        await PressAsync(FlowResponses.Body($$$"""{"reply":{"text":1,"text":"{{{SensitiveValues.Reply}}}"}}"""), EventIds.ReplyRefused);
        await PressAsync(FlowResponses.Redirect(new Uri($"https://example.com/{Uri.EscapeDataString(SensitiveValues.Reply)}")), EventIds.CallbackDeliveryFailed, EventIds.CallbackDeadLettered);
        await PressAsync(FlowResponses.Status(500), EventIds.CallbackDeadLettered);
        await PressAsync(FlowResponses.Abort, EventIds.CallbackDeadLettered);
        await PressAsync(FlowResponses.Hang, EventIds.CallbackDeadLettered);
        await PressAsync(FlowResponses.Status(410), EventIds.CallbackDeadLettered);
        _flow.DefaultResponse = FlowResponses.Status(204);
        await PressAsync("stored");
        await PressAsync("unknown");
        await UntilLoggedAsync(() => PressAsync("unsigned"), EventIds.SecretVersionsUnavailable);
        await SetSecretAsync("not-there", "Zq7-no-key");
        await _system.Log.WaitAsync(EventIds.BotFlowSecretInvalid);
        await SetSecretAsync("not-there", SensitiveValues.FlowSecret);
        await _system.Control.SayAsync(Contact, SensitiveValues.Customer);
        foreach (var webhook in SensitiveRequests.Webhooks)
        {
            await _system.Control.WebhookAsync(webhook);
            await ReceiveAsync(401, webhook);
            await ReceiveAsync(401, webhook, "another secret than the right one");
        }

        await ReceiveAsync(413, SensitiveValues.Customer + new string('x', 600 * 1024), SensitiveValues.WebhookSecret);
        foreach (var receipts in new[] { "delivered", "failed" })
        {
            await _system.Control.SettingsAsync(new { receipts });
            await UntilLoggedAsync(SendWithReceiptAsync, EventIds.ReceiptRecorded);
        }

        await _system.Control.SettingsAsync(new { receipts = "none" });
    }

    // As the default response, because the number of deliveries varies.
    private async Task PressAsync(FlowResponse response, params int[] eventIds)
    {
        _flow.DefaultResponse = response;
        await UntilLoggedAsync(
            async () =>
            {
                await PressAsync("approvals");
                await _system.Storage.WaitUntilEmptyAsync(QueueNames.Callbacks);
            },
            eventIds);
    }

    private async Task PressAsync(string replyTo)
    {
        var sent = await SendUntilSentAsync("press", replyTo);
        await _system.Control.PressAsync(Contact, sent.Json.GetProperty("messageId").GetString()!, "Approve");
        await _system.Control.SettledWebhooksAsync(1);
    }

    private async Task SendWithReceiptAsync()
    {
        Note(await SendUntilSentAsync("with-receipt"));
        await _system.Control.SettledWebhooksAsync(1);
        await _system.Storage.WaitUntilEmptyAsync(QueueNames.Callbacks);
    }

    // A repeat under the same id returns the first outcome, or sends the request if it failed.
    private Task<HttpResult> SendUntilSentAsync(string prefix, string replyTo = "approvals")
    {
        var request = SensitiveRequests.CardTo(NewId(prefix), replyTo);
        return Eventually.GetAsync(() => _system.SendAsync(request), sent => sent.Status == 200, sent => $"Not sent: {sent}", MaxWait);
    }

    // While the vault does not respond, every webhook gets 503.
    private Task<int> ReceiveAsync(int status, string body, string? secret = null) =>
        Eventually.GetAsync(() => ReceiveAsync(body, secret), found => found == status, found => $"The webhook got {found}, not {status}.", MaxWait);

    private async Task<int> ReceiveAsync(string body, string? secret)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        using var request = CallbackSystem.Request(bytes, secret is null ? [] : [ReceivedWebhook.Sign(bytes, secret)]);
        using var response = await _system.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }
}
