using Azure;
using ServerlessMessaging.KeyVault;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.KeyVault;

/// <summary>The versions of a secret that are valid at the moment.</summary>
public sealed class SecretVersionsTests : IDisposable
{
    private const string Name = "rotating";
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(30);
    private readonly ProductFixture _product = new();

    public SecretVersionsTests() => _product.Vault.Set(Name, "v1");

    [Theory]
    [InlineData("v1", "v1")]
    [InlineData("v1 v2", "v2 v1")]
    [InlineData("v1 v2 v3 v4", "v4 v3")]
    [InlineData("v1 v2 -v3 v4", "v4 v2")]
    [InlineData("v1 v2 -v3", "v2 v1")]
    [InlineData("-v1 v2", "v2")]
    [InlineData("v1 -v2 -v3", "v1")]
    public async Task GetVersionsAsync_SeveralVersions_ReturnsTheTwoNewestEnabled(string versions, string expected)
    {
        _product.Vault.Remove(Name);
        foreach (var version in versions.Split(' '))
        {
            _product.Vault.Set(Name, version.TrimStart('-'));
        }

        foreach (var disabled in versions.Split(' ').Where(version => version.StartsWith('-')))
        {
            _product.Vault.Disable(Name, disabled[1..]);
        }

        Assert.Equal(expected.Split(' '), await GetAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GetAsync_NewestNotYetActive_ReturnsTheNewestActive(bool isDisabled)
    {
        _product.Vault.Set(Name, "v2");
        _product.Vault.Set(Name, "v3");
        _product.Vault.Set(Name, "v4", notBefore: _product.Time.GetUtcNow().AddMinutes(5));
        if (isDisabled)
        {
            _product.Vault.Disable(Name, "v3");
            _product.Vault.Set(Name, "v5");
            _product.Vault.Disable(Name, "v5");
        }

        Assert.Equal(isDisabled ? "v2" : "v3", await GetCurrentAsync());
        Assert.Equal(isDisabled ? ["v2", "v1"] : ["v3", "v2"], await GetAsync());

        _product.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal("v4", await GetCurrentAsync());
        Assert.Equal(isDisabled ? ["v4", "v2"] : ["v4", "v3"], await GetAsync());
    }

    [Fact]
    public async Task GetAsync_NoVersionActive_ThrowsWithARemedy()
    {
        _product.Vault.Disable(Name, "v1");
        _product.Vault.Set(Name, "v2", notBefore: _product.Time.GetUtcNow().AddTicks(1));

        Assert.Contains("active", (await Assert.ThrowsAsync<SecretUnavailableException>(GetCurrentAsync)).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SecretUnavailableException>(GetAsync);
    }

    [Fact]
    public async Task GetVersionsAsync_WithinTheMaximumAge_ReturnsTheCachedOnes()
    {
        await GetAsync();
        _product.Vault.Set(Name, "v2");
        _product.Time.Advance(MaxAge - TimeSpan.FromTicks(1));
        Assert.Equal(["v1"], await GetAsync());

        _product.Time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(["v2", "v1"], await GetAsync());
        Assert.Equal(2, _product.Vault.Lists);
    }

    [Fact]
    public async Task RereadVersionsAsync_WithinTheMaximumAge_ReadsOnce()
    {
        await GetAsync();
        _product.Vault.Set(Name, "v2");
        Assert.Equal(["v2", "v1"], await RereadAsync());
        _product.Vault.Set(Name, "v3");

        Assert.Equal(["v2", "v1"], await RereadAsync());
        _product.Time.Advance(MaxAge);

        Assert.Equal(["v3", "v2"], await RereadAsync());
    }

    [Theory]
    [Trait("Fault", "F10")]
    [InlineData(429)]
    [InlineData(403)]
    [InlineData(500)]
    [InlineData(0)]
    public async Task GetVersionsAsync_VaultUnavailable_ReturnsLastGoodOnesAndReadsAgainAfterFiveSeconds(int status)
    {
        await GetAsync();
        _product.Vault.Fault = new RequestFailedException(status, "no");
        _product.Time.Advance(MaxAge);

        Assert.Equal(["v1"], await GetAsync());
        Assert.Equal(["v1"], await GetAsync());
        Assert.Equal(2, _product.Vault.Lists);
        Assert.Contains(EventIds.LastGoodSecretVersionsUsed, _product.Log.EventIds);

        _product.Vault.Fault = null;
        _product.Vault.Set(Name, "v2");
        _product.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["v2", "v1"], await GetAsync());
    }

    [Fact]
    [Trait("Fault", "F10")]
    public async Task GetVersionsAsync_VaultHangs_ReturnsLastGoodOnes()
    {
        await GetAsync();
        _product.Vault.Gate = new TaskCompletionSource().Task;
        _product.Time.Advance(MaxAge);
        var reading = GetAsync();

        _product.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(["v1"], await reading);
    }

    [Theory]
    [InlineData(404, "Create it")]
    [InlineData(403, "Key Vault Secrets User")]
    public async Task GetVersionsAsync_NoneKnown_ThrowsWithARemedy(int status, string remedy)
    {
        _product.Vault.Fault = new RequestFailedException(status, "secret-header: v1");

        var exception = await Assert.ThrowsAsync<SecretUnavailableException>(GetAsync);

        Assert.Contains(remedy, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-header", exception.ToString() + _product.Log.Text, StringComparison.Ordinal);
        Assert.Contains(EventIds.SecretVersionsUnavailable, _product.Log.EventIds);
    }

    [Fact]
    public async Task GetVersionsAsync_OnlyVersionDisabled_Throws()
    {
        Assert.Equal(["v1"], await GetAsync());
        _product.Vault.Disable(Name, "v1");
        _product.Time.Advance(MaxAge);

        await Assert.ThrowsAsync<SecretUnavailableException>(GetAsync);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-v1")]
    public async Task GetVersionsAsync_EmptyOrDisabledFromTheStart_Throws(string version)
    {
        _product.Vault.Remove(Name);
        _product.Vault.Set(Name, version);
        _product.Vault.Disable(Name, "-v1");

        await Assert.ThrowsAsync<SecretUnavailableException>(GetAsync);
    }

    [Fact]
    public async Task GetVersionsAsync_VaultFailed_IsCachedForFiveSeconds()
    {
        _product.Vault.Fault = new RequestFailedException(500, "no");
        await Assert.ThrowsAsync<SecretUnavailableException>(GetAsync);
        _product.Vault.Fault = null;
        _product.Time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        await Assert.ThrowsAsync<SecretUnavailableException>(GetAsync);
        _product.Time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(["v1"], await GetAsync());
    }

    public void Dispose() => _product.Dispose();

    private Task<string> GetCurrentAsync() => _product.Get<SecretStore>().GetAsync(Name, TestContext.Current.CancellationToken);

    private async Task<IReadOnlyList<string>> GetAsync() => (await _product.Get<SecretStore>().GetVersionsAsync(Name, MaxAge, TestContext.Current.CancellationToken)).Values;

    private async Task<IReadOnlyList<string>> RereadAsync() => (await _product.Get<SecretStore>().RereadVersionsAsync(Name, MaxAge, TestContext.Current.CancellationToken)).Values;
}
