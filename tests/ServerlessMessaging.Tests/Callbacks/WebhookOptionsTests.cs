using Microsoft.Extensions.Options;
using ServerlessMessaging.Callbacks;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Callbacks;

public sealed class WebhookOptionsTests
{
    private static readonly (string Key, string Value)[] Valid = [("Webhook:Integrations:a:Id", "int-a"), ("Webhook:Integrations:a:SecretName", "secret-a")];

    [Theory]
    [InlineData("Webhook:Integrations:a:Id", " ", "Webhook:Integrations:a: Id is missing")]
    [InlineData("Webhook:Integrations:a:SecretName", "no/slash", "Webhook:Integrations:a: SecretName")]
    [InlineData("Webhook:Integrations:b:Id", "INT-A", "another entry has the same Id")]
    [InlineData("Webhook:Integrations:b:Id", "int-b", "Webhook:Integrations:b: SecretName is missing")]
    [InlineData("Webhook:Integrations:a:BotFlow", "approvals", "there is no bot flow approvals. Configure BotFlows:approvals.")]
    [InlineData("Webhook:SecretNames:0", "no/slash", "Webhook:SecretNames must be names of secrets")]
    public void Validate_Fault_NamesTheSettingAndTheRemedy(string key, string value, string expected)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Options([.. Valid.Where(setting => setting.Key != key), (key, value)]));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesInForce_NothingConfigured_IsTheDefault() => Assert.Equal(["genesys-webhook-secret"], Options().NamesInForce);

    [Fact]
    public void NamesInForce_IntegrationsOnly_AreTheirs() => Assert.Equal(["secret-a"], Options(Valid).NamesInForce);

    [Fact]
    public void NamesInForce_SameNameInBoth_HasItOnce() => Assert.Equal(["Secret-A"], Options([.. Valid, ("Webhook:SecretNames:0", "Secret-A")]).NamesInForce);

    [Theory]
    [InlineData("int-a", "secret-a", true)]
    [InlineData("INT-A", "SECRET-A", true)]
    [InlineData("int-b", "secret-a", false)]
    [InlineData(null, "secret-a", false)]
    [InlineData("int-a", "shared", false)]
    [InlineData("int-b", "shared", true)]
    [InlineData(null, "shared", true)]
    [InlineData("int-b", "unknown", false)]
    [InlineData("int-b", null, false)]
    public void IsValidFor_Integrations_BindsTheirSecrets(string? integration, string? secret, bool expected) =>
        Assert.Equal(expected, Options([.. Valid, ("Webhook:SecretNames:0", "shared")]).IsValidFor(integration, secret));

    [Theory]
    [InlineData("int-a", "any")]
    [InlineData(null, null)]
    public void IsValidFor_NoIntegrations_IsTrue(string? integration, string? secret) => Assert.True(Options().IsValidFor(integration, secret));

    private static WebhookOptions Options(params (string Key, string Value)[] settings)
    {
        using var product = new ProductFixture(settings);
        return product.Get<IOptions<WebhookOptions>>().Value;
    }
}
