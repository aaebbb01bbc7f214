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

    public void Dispose() => _product.Dispose();

    private Task<PartHealth> CheckAsync() => _product.Get<VaultHealth>().CheckAsync();
}
