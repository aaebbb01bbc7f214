using System.Text;
using ServerlessMessaging.EndToEndTests.Callbacks;
using ServerlessMessaging.Tools.Tests.Simulator;
using ServerlessMessaging.Logging;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.EndToEndTests.Privacy;

/// <content>The way back.</content>
internal sealed partial class FullRun
{
    private const string Contact = "user:6b1f7a52-0d0e-4c7b-9f2e-5f0c2f7f1a04";

    /// <summary>Webhooks of every kind, and flows that answer in every way.</summary>
    public async Task ComeBackAsync()
    {
        await PressAsync("press-0", FlowAnswers.Say(Confidences.Reply));
        await PressAsync("press-1", FlowAnswers.Reply($$"""{"type":"{{Confidences.Reply}}"}"""));
        await PressAsync("press-2", FlowAnswers.Body($$$"""{"reply":{"text":1,"text":"{{{Confidences.Reply}}}"}}"""));
        await PressAsync("press-3", FlowAnswers.Redirect(new Uri($"https://example.com/{Uri.EscapeDataString(Confidences.Reply)}")), FlowAnswers.Status(500));
        await PressAsync("press-4", FlowAnswers.Cut, FlowAnswers.Hang);
        await PressAsync("press-5", FlowAnswers.Status(410));
        await SendAndPressAsync("press-stored", "stored");
        await SendAndPressAsync("press-nobody", "nobody");
        await SendAndPressAsync("press-unsigned", "unsigned");
        await _system.Log.WaitAsync(EventIds.SecretVersionsUnavailable);
        await SetSecretAsync("not-there", "Zq7-no-key");
        await _system.Log.WaitAsync(EventIds.BotFlowSecretUnusable);
        await SetSecretAsync("not-there", Confidences.FlowSecret);
        await _system.Control.SayAsync(Contact, Confidences.Customer);
        foreach (var webhook in SpokenRequests.Webhooks)
        {
            await _system.Control.WebhookAsync(webhook);
            Assert.Equal(401, await ReceiveAsync(webhook));
            Assert.Equal(401, await ReceiveAsync(webhook, "another secret than the right one"));
        }

        Assert.Equal(413, await ReceiveAsync(Confidences.Customer + new string('x', 600 * 1024), Confidences.WebhookSecret));
        await _system.Control.SettingsAsync(new { receipts = "delivered" });
        Note(await _system.SendAsync(SpokenRequests.CardTo("with-receipt")));
        await _system.Log.WaitAsync(EventIds.ReceiptRecorded);
        await _system.Control.SettingsAsync(new { receipts = "failed" });
        Note(await _system.SendAsync(SpokenRequests.CardTo("with-failed-receipt")));
        await _system.Log.WaitAsync(EventIds.ReceiptRecorded, 2);
        await _system.Control.SettingsAsync(new { receipts = "none" });
    }

    // One after the other, so that each press gets the answers that are meant for it.
    private async Task PressAsync(string id, params FlowAnswer[] answers)
    {
        var before = _flow.Deliveries.Count;
        Array.ForEach(answers, _flow.Answer);
        await SendAndPressAsync(id, "approvals");
        await _flow.WaitAsync(before + answers.Length);
        await _system.Storage.WaitUntilEmptyAsync(QueueNames.Callbacks);
    }

    private async Task SendAndPressAsync(string id, string replyTo)
    {
        var sent = await _system.SendAsync(SpokenRequests.CardTo(id, replyTo));
        Assert.True(sent.Status == 200, sent.ToString());
        await _system.Control.PressAsync(Contact, sent.Json.GetProperty("messageId").GetString()!, "Approve");
    }

    private async Task<int> ReceiveAsync(string body, string? secret = null)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        using var request = CallbackScene.Request(bytes, secret is null ? [] : [ReceivedWebhook.Sign(bytes, secret)]);
        using var response = await _system.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }
}
