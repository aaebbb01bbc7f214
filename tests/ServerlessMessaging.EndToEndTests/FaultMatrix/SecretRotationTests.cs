using ServerlessMessaging.EndToEndTests.Callbacks;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Simulator;
using ServerlessMessaging.Tools.Tests.Simulator;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>Signatures around a change of a secret; the soak tests change it under traffic.</summary>
[Trait("Fault", "F11")]
public sealed class SecretRotationTests
{
    private const string Next = "rotated-secret-9876543210";
    private const string SecretPath = $"/secrets/{DevelopmentValues.WebhookSecretName}";

    [Fact]
    public async Task ReceiveWebhook_EitherSecretAfterARotation_Is200()
    {
        await using var callbacks = await StartAsync("01:00:00");
        Assert.Equal(200, await callbacks.ReceiveSignedAsync(CallbackSystem.Inbound("m-1", "before")));
        await callbacks.Bridge.Vault.SetSecretAsync(DevelopmentValues.WebhookSecretName, Next, TestContext.Current.CancellationToken);
        var body = CallbackSystem.Inbound("m-2", "after");

        Assert.Equal(200, await callbacks.ReceiveAsync(body, ReceivedWebhook.Sign(body, Next)));
        Assert.Equal(200, await callbacks.ReceiveSignedAsync(body));
        await callbacks.SettledAsync(3);
    }

    [Fact]
    public async Task ReceiveWebhook_SimultaneousWebhooksAfterARotation_ShareOneVaultRead()
    {
        await using var callbacks = await StartAsync("01:00:00");
        Assert.Equal(200, await callbacks.ReceiveSignedAsync(CallbackSystem.Inbound("m-0", "before")));
        await callbacks.Bridge.Vault.SetSecretAsync(DevelopmentValues.WebhookSecretName, Next, TestContext.Current.CancellationToken);
        var readsBefore = (await callbacks.Bridge.Control.RequestsAsync(SecretPath)).Count;

        var statuses = await Task.WhenAll(Enumerable.Range(1, 20).Select(number =>
        {
            var body = CallbackSystem.Inbound($"m-{number}", "after");
            return callbacks.ReceiveAsync(body, ReceivedWebhook.Sign(body, Next));
        }));

        // A busy machine may respond 503 to some; none may get 401, because Genesys does not repeat those.
        Assert.DoesNotContain(401, statuses);
        Assert.Contains(200, statuses);
        // The list, the current version and the one before.
        Assert.Equal(readsBefore + 3, (await callbacks.Bridge.Control.RequestsAsync(SecretPath)).Count);
    }

    [Fact]
    public async Task ReceiveWebhook_DisabledVersion_Is401()
    {
        await using var callbacks = await StartAsync();
        var vault = callbacks.Bridge.Vault;
        var first = (await vault.GetSecretAsync(DevelopmentValues.WebhookSecretName, cancellationToken: TestContext.Current.CancellationToken)).Value.Properties;
        await vault.SetSecretAsync(DevelopmentValues.WebhookSecretName, Next, TestContext.Current.CancellationToken);
        var body = CallbackSystem.Inbound("m-1", "Hello");
        Assert.Equal(200, await callbacks.ReceiveSignedAsync(body));
        first.Enabled = false;
        await vault.UpdateSecretPropertiesAsync(first, TestContext.Current.CancellationToken);

        await Eventually.GetAsync(() => callbacks.ReceiveSignedAsync(body), status => status == 401, status => $"The status is still {status}.");
        Assert.Equal(200, await callbacks.ReceiveAsync(body, ReceivedWebhook.Sign(body, Next)));
    }

    [Fact]
    public async Task ReceiveWebhook_OldestOfThreeVersions_Is401()
    {
        await using var callbacks = await StartAsync();
        await callbacks.Bridge.Vault.SetSecretAsync(DevelopmentValues.WebhookSecretName, Next, TestContext.Current.CancellationToken);
        await callbacks.Bridge.Vault.SetSecretAsync(DevelopmentValues.WebhookSecretName, "the-newest-secret-of-all", TestContext.Current.CancellationToken);
        var body = CallbackSystem.Inbound("m-1", "Hello");

        Assert.Equal(401, await callbacks.ReceiveSignedAsync(body));
        Assert.Equal(200, await callbacks.ReceiveAsync(body, ReceivedWebhook.Sign(body, Next)));
        Assert.Equal(200, await callbacks.ReceiveAsync(body, ReceivedWebhook.Sign(body, "the-newest-secret-of-all")));
    }

    [Fact]
    public async Task ReceiveWebhook_SecretOfEachConfiguredName_Is200()
    {
        await using var callbacks = await CallbackSystem.StartAsync(
            await TestFlow.StartAsync(), ("Webhook:SecretNames:0", DevelopmentValues.WebhookSecretName), ("Webhook:SecretNames:1", "second-integration"));
        await callbacks.Bridge.Vault.SetSecretAsync("second-integration", "unit-test-secret-rotated-9876543210", TestContext.Current.CancellationToken);
        var body = CallbackSystem.Inbound("m-1", "Hello");

        Assert.Equal(200, await callbacks.ReceiveAsync(body, ReceivedWebhook.Sign(body, "unit-test-secret-rotated-9876543210")));
        Assert.Equal(200, await callbacks.ReceiveSignedAsync(body));
        Assert.Equal(401, await callbacks.ReceiveAsync(body, ReceivedWebhook.Sign(body, "an-unknown-secret")));
    }

    [Fact]
    public async Task DeliverCallback_RotatedFlowSecret_SignsWithBothVersions()
    {
        await using var callbacks = await CallbackSystem.StartAsync();
        const string Newer = "whsec_YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXowMTIzNDU=";
        await callbacks.Bridge.Vault.SetSecretAsync(CallbackSystem.FlowSecretName, Newer, TestContext.Current.CancellationToken);
        await callbacks.Bridge.Control.PressAsync(await callbacks.SendCardAsync("invoice-1001"), "Approve");

        var deliveries = await callbacks.SettledAsync(1);
        DeliveryVerifier.AssertValid(deliveries);
        DeliveryVerifier.AssertValid(deliveries, Newer);
    }

    [Fact]
    public async Task SendMessage_RotatedClientSecret_NeedsNoRestart()
    {
        await using var system = await TestSystem.StartAsync();
        await system.SendAsync(SendRequests.Text);
        await system.Vault.SetSecretAsync(DevelopmentValues.ClientSecretName, "rotated-secret", TestContext.Current.CancellationToken);
        await system.Control.ClientAsync(new { secret = "rotated-secret", revokeTokens = true });

        Assert.Equal(200, (await system.SendAsync(SendRequests.Text)).Status);
        Assert.DoesNotContain("rotated-secret", system.Log.Text, StringComparison.Ordinal);
    }

    private static async Task<CallbackSystem> StartAsync(string cacheDuration = "00:00:01")
    {
        var flow = await TestFlow.StartAsync();
        return await CallbackSystem.StartAsync(
            flow,
            ("Webhook:SecretCacheDuration", cacheDuration),
            ("BotFlows:default:Url", flow.Url.ToString()),
            ("BotFlows:default:SecretName", CallbackSystem.FlowSecretName));
    }
}
