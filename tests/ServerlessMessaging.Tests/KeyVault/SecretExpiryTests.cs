using ServerlessMessaging.KeyVault;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Callbacks;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.KeyVault;

/// <summary>Warnings about secrets that expire soon.</summary>
public sealed class SecretExpiryTests : IDisposable
{
    private const string Client = "genesys-client-secret";
    private readonly ProductFixture _product = CallbackFixture.Create();

    [Theory]
    [InlineData(31, 0)]
    [InlineData(30, 1)]
    [InlineData(1, 1)]
    [InlineData(-1, 1)]
    public async Task GetAsync_SecretExpiresWithin30Days_LogsAWarning(int days, int warnings)
    {
        Expire(Client, days);

        await ReadAsync(Client);

        Assert.Equal(warnings, Warnings);
        Assert.Equal(warnings == 1, _product.Log.Text.Contains($"Secret {Client} expires at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task GetAsync_SecretExpiresSoon_WarnsOnceADay()
    {
        Expire(Client, 20);
        for (var hour = 0; hour < 48; hour++)
        {
            await ReadAsync(Client);
            _product.Time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(2, Warnings);
    }

    [Fact]
    public async Task GetAsync_NewVersionCreated_StopsWarning()
    {
        Expire(Client, 20);
        await ReadAsync(Client);
        _product.Vault.Set(Client, "new");
        _product.Time.Advance(TimeSpan.FromDays(2));
        await ReadAsync(Client);

        Assert.Equal(1, Warnings);
    }

    [Fact]
    public async Task GetVersionsAsync_WebhookAndFlowSecretsExpireSoon_LogsAWarningForEach()
    {
        _product.Vault.Set("genesys-webhook-secret", ProductFixture.WebhookSecret, _product.Time.GetUtcNow().AddDays(3));
        _product.Vault.Set("flow-secret", ProductFixture.FlowSecret, _product.Time.GetUtcNow().AddDays(3));

        await _product.ReceiveAndDeliverAsync(Webhooks.Text);

        Assert.Equal(2, Warnings);
        Assert.DoesNotContain(ProductFixture.WebhookSecret, _product.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_ExpiryWarningSetting_IsUsed()
    {
        using var product = new ProductFixture(("KeyVault:ExpiryWarning", "7.00:00:00"));
        product.Vault.Set(Client, "value", product.Time.GetUtcNow().AddDays(8));

        await product.Get<SecretStore>().GetAsync(Client, TestContext.Current.CancellationToken);

        Assert.DoesNotContain(EventIds.SecretExpires, product.Log.EventIds);
    }

    public void Dispose() => _product.Dispose();

    private int Warnings => _product.Log.EventIds.Count(id => id == EventIds.SecretExpires);

    private void Expire(string name, int days) => _product.Vault.Set(name, "value", _product.Time.GetUtcNow().AddDays(days));

    private Task<string> ReadAsync(string name) => _product.Get<SecretStore>().GetAsync(name, TestContext.Current.CancellationToken);
}
