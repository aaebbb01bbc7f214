using Azure;
using ServerlessMessaging.Health;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Health;

public sealed class VaultHealthTests : IDisposable
{
    private readonly ProductFixture _product = new();

    [Fact]
    public async Task CheckVaultAsync_SecretReadable_IsOk() => Assert.Equal(HealthStatus.Ok, (await CheckAsync()).Status);

    [Fact]
    public async Task CheckVaultAsync_SecretMissing_IsUnusableAndNamesIt()
    {
        _product.Vault.Fault = new RequestFailedException(404, "no");

        var health = await CheckAsync();

        Assert.Equal(HealthStatus.Unusable, health.Status);
        Assert.Contains("genesys-client-secret", health.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckVaultAsync_VaultFailsAndValueCached_IsDegradedUntilItRecovers()
    {
        await CheckAsync();
        _product.Vault.Fault = new RequestFailedException(500, "no");
        _product.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(HealthStatus.Degraded, (await CheckAsync()).Status);
        _product.Vault.Fault = null;
        _product.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(HealthStatus.Ok, (await CheckAsync()).Status);
    }

    [Fact]
    public async Task CheckVaultAsync_VaultHangs_IsUnusableAfterThreeSeconds()
    {
        _product.Vault.Gate = new TaskCompletionSource().Task;

        var check = CheckAsync();
        _product.Time.Advance(TimeSpan.FromSeconds(3));

        var health = await check.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HealthStatus.Unusable, health.Status);
        Assert.Contains("does not respond", health.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckVaultAsync_VaultHangsAndValueCached_IsDegraded()
    {
        await CheckAsync();
        _product.Vault.Gate = new TaskCompletionSource().Task;
        _product.Time.Advance(TimeSpan.FromMinutes(5));

        var check = CheckAsync();
        _product.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(HealthStatus.Degraded, (await check.WaitAsync(TestContext.Current.CancellationToken)).Status);
    }

    [Fact]
    public async Task CheckVaultAsync_OneOfTwoSecretsMissing_IsDegraded()
    {
        using var product = new ProductFixture(("Genesys:Clients:1:ClientId", "client-2"), ("Genesys:Clients:1:SecretName", "missing"));

        var health = await product.Get<HealthChecker>().CheckVaultAsync();

        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("missing", health.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckVaultAsync_WebhookAndFlowSecretsMissing_IsDegradedAndNamesBoth()
    {
        using var product = new ProductFixture([.. ProductFixture.FlowAt("approvals"), ("Webhook:SecretNames:0", "genesys-webhook-secret"), ("Webhook:SecretNames:1", "second-webhook-secret")]);
        product.Vault.Remove("flow-secret");

        var health = await product.Get<HealthChecker>().CheckVaultAsync();

        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("'second-webhook-secret'", health.Detail, StringComparison.Ordinal);
        Assert.Contains("'flow-secret'", health.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("genesys-", health.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v1,whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")]
    [InlineData("C2FVsBQIhrscChlQIMV+b5sSYspob7oD")]
    [InlineData("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7o")]
    [InlineData("whsec_c2hvcnQ=")]
    [InlineData("'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'")]
    public async Task CheckVaultAsync_FlowSecretOfTheWrongForm_IsDegradedAndNamesIt(string secret)
    {
        using var product = new ProductFixture(ProductFixture.FlowAt("approvals"));
        product.Vault.Set("flow-secret", secret);

        var health = await product.Get<HealthChecker>().CheckVaultAsync();

        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("'flow-secret'", health.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("C2FV", health.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckVaultAsync_FlowSecretCorrected_IsOkThoughThePreviousVersionIsWrong()
    {
        using var product = new ProductFixture(ProductFixture.FlowAt("approvals"));
        product.Vault.Set("flow-secret", "v1,wrong");
        product.Vault.Set("flow-secret", ProductFixture.FlowSecret + "\r\n");

        Assert.Equal(HealthStatus.Ok, (await product.Get<HealthChecker>().CheckVaultAsync()).Status);
    }

    [Theory]
    [InlineData("genesys-client-secret")]
    [InlineData("genesys-webhook-secret")]
    public async Task CheckVaultAsync_CharactersAroundASecret_IsDegradedAndNamesIt(string name)
    {
        _product.Vault.Set(name, "\"Zq7-value\"");

        var health = await CheckAsync();

        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains($"'{name}': its value is in quotes", health.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("Zq7", health.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckVaultAsync_FlowWithAQueue_NeedsNoSecret()
    {
        using var product = new ProductFixture(("BotFlows:approvals:Queue", "approvals"));

        Assert.Equal(HealthStatus.Ok, (await product.Get<HealthChecker>().CheckVaultAsync()).Status);
    }

    public void Dispose() => _product.Dispose();

    private Task<PartHealth> CheckAsync() => _product.Get<HealthChecker>().CheckVaultAsync();
}
