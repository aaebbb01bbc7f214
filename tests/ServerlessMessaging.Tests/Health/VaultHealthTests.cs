using Azure;
using ServerlessMessaging.Health;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Health;

public sealed class VaultHealthTests : IDisposable
{
    private readonly ProductFixture _product = new();

    [Fact]
    public async Task A_vault_that_gives_the_secret_is_well() => Assert.Equal(HealthStatus.Ok, (await CheckAsync()).Status);

    [Fact]
    public async Task A_vault_without_the_secret_is_unusable_and_named()
    {
        _product.Vault.Fault = new RequestFailedException(404, "no");

        var health = await CheckAsync();

        Assert.Equal(HealthStatus.Unusable, health.Status);
        Assert.Contains("genesys-client-secret", health.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_vault_whose_value_is_known_is_degraded_until_it_is_back()
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
    public async Task A_vault_that_hangs_is_unusable_after_a_few_seconds()
    {
        _product.Vault.Gate = new TaskCompletionSource().Task;

        var check = CheckAsync();
        _product.Time.Advance(TimeSpan.FromSeconds(3));

        var health = await check.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HealthStatus.Unusable, health.Status);
        Assert.Contains("does not respond", health.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vault_that_hangs_is_degraded_where_the_value_is_known()
    {
        await CheckAsync();
        _product.Vault.Gate = new TaskCompletionSource().Task;
        _product.Time.Advance(TimeSpan.FromMinutes(5));

        var check = CheckAsync();
        _product.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(HealthStatus.Degraded, (await check.WaitAsync(TestContext.Current.CancellationToken)).Status);
    }

    [Fact]
    public async Task Of_two_clients_one_that_has_its_secret_is_enough()
    {
        using var product = new ProductFixture(("Genesys:Clients:1:ClientId", "client-2"), ("Genesys:Clients:1:SecretName", "missing"));

        var health = await product.Get<HealthChecker>().CheckVaultAsync();

        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("missing", health.Detail, StringComparison.Ordinal);
    }

    public void Dispose() => _product.Dispose();

    private Task<PartHealth> CheckAsync() => _product.Get<HealthChecker>().CheckVaultAsync();
}
