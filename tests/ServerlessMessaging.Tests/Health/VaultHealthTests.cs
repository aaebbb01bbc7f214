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

    public void Dispose() => _product.Dispose();

    private Task<PartHealth> CheckAsync() => _product.Get<HealthChecker>().CheckVaultAsync();
}
