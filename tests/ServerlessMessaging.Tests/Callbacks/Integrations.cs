using System.Net;
using ServerlessMessaging.Callbacks;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Callbacks;

/// <summary>Integrations, of which <c>a</c> has a secret and a bot flow of its own; the default secret is for all others.</summary>
internal static class Integrations
{
    public const string SecretOfA = "secret-of-integration-a-0123";
    public const string Message = """{"type":"text","text":"Hi"}""";
    private const string Agentless = "/api/v2/conversations/messages/agentless";

    public static ProductFixture Create()
    {
        var product = CallbackFixture.Create(
            ("Webhook:SecretNames:0", "genesys-webhook-secret"),
            ("Webhook:Integrations:a:Id", "a"), ("Webhook:Integrations:a:SecretName", "webhook-a"), ("Webhook:Integrations:a:BotFlow", "actions"));
        product.Vault.Set("webhook-a", SecretOfA);
        return product;
    }

    public static async Task SendToCustomerAsync(this ProductFixture product, string integration, string customer, string? replyTo = "approvals", bool notify = false)
    {
        var flow = replyTo is null ? string.Empty : $"\"replyTo\":\"{replyTo}\",";
        product.Genesys.On(Agentless, HttpStatusCode.OK, """{"id":"m-2"}""");
        var sent = await product.PostAsync($$$"""{"id":"r-2",{{{flow}}}"notify":{{{(notify ? "true" : "false")}}},"to":{"customer":{"id":"{{{customer}}}","integrationId":"{{{integration}}}"}},"message":{{{Message}}}}""");
        Assert.Equal(200, sent.HttpStatus);
    }

    public static string TextFrom(string integration, string customer) =>
        Webhooks.Change(Webhooks.Text, root => (root["channel"]!["id"], root["channel"]!["from"]!["id"]) = (integration, customer));

    public static string PressFrom(string integration, string customer, string? messageId) =>
        Webhooks.Change(Webhooks.Press, root => (root["channel"]!["id"], root["channel"]!["from"]!["id"], root["originatingMessageId"]) = (integration, customer, messageId));

    /// <summary>Receives a webhook that is signed with the secret of <c>a</c>.</summary>
    public static Task ReceiveFromAAsync(this ProductFixture product, string body) => product.ReceiveAndDeliverAsync(body, SecretOfA);

    /// <summary>Receives a webhook that is signed with a secret, and delivers its event once.</summary>
    public static async Task ReceiveAndDeliverAsync(this ProductFixture product, string body, string secret)
    {
        Assert.Equal(ReceiveOutcome.Accepted, await product.ReceiveAsync(body, CallbackSteps.Sign(body, secret)));
        await product.DeliverCallbackAsync();
    }
}
