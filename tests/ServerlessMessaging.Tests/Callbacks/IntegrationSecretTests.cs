using System.Net;
using System.Text;
using ServerlessMessaging.Callbacks;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tests.Infrastructure;
using static ServerlessMessaging.Tests.Callbacks.Integrations;

namespace ServerlessMessaging.Tests.Callbacks;

/// <summary>A secret that is bound to an integration is valid for no other.</summary>
public sealed class IntegrationSecretTests : IDisposable
{
    private readonly ProductFixture _product = Integrations.Create();

    [Fact]
    public async Task ReceiveAsync_Verified_QueuesTheNameOfTheSecret()
    {
        await _product.ReceiveAsync(TextFrom("a", "c-1"), CallbackSteps.Sign(TextFrom("a", "c-1"), SecretOfA));
        await _product.ReceiveAsync(TextFrom("b", "c-1"));

        Assert.Equal(["webhook-a", "genesys-webhook-secret"], _product.Callbacks().Select(callback => callback.Callback.SecretName));
    }

    [Theory]
    [InlineData("b", SecretOfA)]
    [InlineData("a", ProductFixture.WebhookSecret)]
    [InlineData("A", ProductFixture.WebhookSecret)]
    public async Task HandleAsync_SecretOfAnotherIntegration_IsDeadLetteredAndClaimsNothing(string integration, string secret)
    {
        var text = TextFrom(integration, "c-1");
        await _product.ReceiveAndDeliverAsync(text, secret);

        Assert.Empty(_product.Flow.Received);
        Assert.Empty(_product.Tables.Rows(TableNames.EventDeliveries));
        Assert.Equal("SM2303", Assert.Single(await _product.DeadLettersAsync()).Code);

        await _product.ReceiveAndDeliverAsync(text, secret == SecretOfA ? ProductFixture.WebhookSecret : SecretOfA);
        Assert.Single(_product.Flow.Received);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReplayAsync_SecretOfAnotherIntegration_IsUnusable(bool force)
    {
        await _product.ReceiveAndDeliverAsync(TextFrom("b", "c-1"), SecretOfA);

        Assert.Equal(ReplayOutcome.Unusable, await _product.ReplayAsync(force));
        Assert.Empty(_product.Callbacks());
    }

    [Fact]
    public async Task ReplayAsync_SettingsCorrected_DeliversIt()
    {
        await _product.ReceiveAndDeliverAsync(TextFrom("b", "c-1"), SecretOfA);
        _product.Get<Microsoft.Extensions.Options.IOptions<WebhookOptions>>().Value.Integrations["a"].Id = "b";

        Assert.Equal(ReplayOutcome.Replayed, await _product.ReplayAsync());
        await _product.DeliverAllAsync();

        Assert.Single(_product.Flow.Received);
    }

    [Fact]
    public async Task ReplayAsync_WebhookOfABoundSecret_KeepsItsSecret()
    {
        _product.Flow.Now(HttpStatusCode.Gone);
        await _product.ReceiveFromAAsync(TextFrom("a", "c-1"));

        Assert.Equal(ReplayOutcome.Replayed, await _product.ReplayAsync());

        Assert.Equal("webhook-a", Assert.Single(_product.Callbacks()).Callback.SecretName);
    }

    [Fact]
    public async Task HandleAsync_SecretNoLongerConfigured_IsDeadLettered()
    {
        await _product.EnqueueCallbackAsync(_product.Envelope(TextFrom("b", "c-1")) with { SecretName = "removed" });

        Assert.Equal("SM2303", Assert.Single(await _product.DeadLettersAsync()).Code);
    }

    [Fact]
    public async Task HandlePoisonAsync_SecretOfAnotherIntegration_HasTheCodeOfTheMismatch()
    {
        var envelope = _product.Envelope(TextFrom("b", "c-1")) with { SecretName = "webhook-a" };
        await _product.Get<CallbackHandler>().HandlePoisonAsync(_product.Queues.Message(BinaryData.FromString(Encoding.UTF8.GetString(Envelopes.Callbacks.Write(envelope)))));

        Assert.Equal("SM2303", Assert.Single(await _product.DeadLettersAsync()).Code);
    }

    [Fact]
    public async Task HandleAsync_NoChannelId_IsNoMismatch()
    {
        await _product.ReceiveFromAAsync(Webhooks.Change(Webhooks.Typing, root => root["channel"] = new System.Text.Json.Nodes.JsonObject()));

        Assert.Empty(await _product.DeadLettersAsync());
    }

    public void Dispose() => _product.Dispose();
}
