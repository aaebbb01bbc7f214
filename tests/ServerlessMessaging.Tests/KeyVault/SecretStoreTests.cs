using Azure;
using Azure.Identity;
using ServerlessMessaging.KeyVault;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.KeyVault;

public sealed class SecretStoreTests : IDisposable
{
    private const string Name = "genesys-client-secret";
    private readonly ProductFixture _product = new();

    private SecretStore Store => _product.Get<SecretStore>();

    [Fact]
    [Trait("Fault", "F11")]
    public async Task GetAsync_RotatedSecret_IsReadAfterFiveMinutes()
    {
        await GetAsync();
        _product.Vault.Set(Name, "rotated");
        _product.Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        Assert.Equal(ProductFixture.Secret, await GetAsync());
        Assert.Equal(1, _product.Vault.Reads);

        _product.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("rotated", await GetAsync());
        Assert.Equal(2, _product.Vault.Reads);
    }

    [Fact]
    public async Task RefreshAsync_ValueRefused_ReadsTheVaultOnceAtOnce()
    {
        var refused = await GetAsync();
        _product.Vault.Set(Name, "rotated");

        Assert.Equal("rotated", await Store.RefreshAsync(Name, refused, TestContext.Current.CancellationToken));
        Assert.Equal("rotated", await Store.RefreshAsync(Name, refused, TestContext.Current.CancellationToken));
        Assert.Equal(2, _product.Vault.Reads);
    }

    [Theory]
    [Trait("Fault", "F10")]
    [InlineData(429)]
    [InlineData(403)]
    [InlineData(500)]
    public async Task GetAsync_VaultUnavailable_ReturnsLastGoodValueAndReadsAgainAfterFiveSeconds(int status)
    {
        await GetAsync();
        _product.Vault.Fault = new RequestFailedException(status, "no");
        _product.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(ProductFixture.Secret, await GetAsync());
        Assert.Equal(ProductFixture.Secret, await GetAsync());
        Assert.Equal(2, _product.Vault.Reads);
        Assert.Contains(EventIds.LastGoodSecretUsed, _product.Log.EventIds);

        _product.Time.Advance(TimeSpan.FromSeconds(5));
        _product.Vault.Fault = null;
        _product.Vault.Set(Name, "rotated");
        Assert.Equal("rotated", await GetAsync());
    }

    [Fact]
    public async Task GetAsync_SecretMissing_ThrowsWithNameAndRemedy()
    {
        var exception = await Assert.ThrowsAsync<SecretUnavailableException>(() => Store.GetAsync("absent", TestContext.Current.CancellationToken));

        Assert.Equal("absent", exception.SecretName);
        Assert.Contains("Create it", exception.Message, StringComparison.Ordinal);
    }

    public static TheoryData<Exception, string> Faults => new()
    {
        { new RequestFailedException(403, "header: secret-header"), "Key Vault Secrets User" },
        { new RequestFailedException(429, "slow"), "throttling" },
        { new RequestFailedException(0, "no such host"), "cannot be reached" },
        { new AuthenticationFailedException("credential detail"), "managed identity" },
        { new InvalidOperationException("The challenge resource does not match"), "not a Key Vault" },
        { new System.Text.Json.JsonException("'<' is an invalid start"), "not a Key Vault" },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public async Task GetAsync_VaultFails_ThrowsWithARemedyAndWithoutTheCause(Exception fault, string remedy)
    {
        _product.Vault.Fault = fault;

        var exception = await Assert.ThrowsAsync<SecretUnavailableException>(GetAsync);

        Assert.Contains(remedy, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(fault.Message, exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_SecretEmpty_Throws()
    {
        _product.Vault.Set(Name, string.Empty);

        var exception = await Assert.ThrowsAsync<SecretUnavailableException>(GetAsync);

        Assert.Contains("empty", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_VaultHangs_ThrowsAfterFiveSeconds()
    {
        _product.Vault.Gate = new TaskCompletionSource().Task;
        var reading = GetAsync();

        _product.Time.Advance(TimeSpan.FromSeconds(5));

        var exception = await Assert.ThrowsAsync<SecretUnavailableException>(() => reading);
        Assert.Contains("in time", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "F10")]
    public async Task GetAsync_VaultHangsAndValueCached_ReturnsLastGoodValueAfterOneSecond()
    {
        await GetAsync();
        _product.Vault.Gate = new TaskCompletionSource().Task;
        _product.Time.Advance(TimeSpan.FromMinutes(5));
        var reading = GetAsync();

        _product.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(ProductFixture.Secret, await reading);
    }

    public void Dispose() => _product.Dispose();

    private Task<string> GetAsync() => Store.GetAsync(Name, TestContext.Current.CancellationToken);
}
