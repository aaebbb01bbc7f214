using Azure;
using ServerlessMessaging.KeyVault;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.KeyVault;

/// <summary>The versions of a secret that hold at the moment.</summary>
public sealed class SecretVersionsTests : IDisposable
{
    private const string Name = "rotating";
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(30);
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
    public async Task The_current_one_and_the_enabled_one_before_it_hold(string versions, string expected)
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

    [Fact]
    public async Task They_are_believed_for_as_long_as_was_said()
    {
        await GetAsync();
        _product.Vault.Set(Name, "v2");
        _product.Time.Advance(Age - TimeSpan.FromTicks(1));
        Assert.Equal(["v1"], await GetAsync());

        _product.Time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(["v2", "v1"], await GetAsync());
        Assert.Equal(2, _product.Vault.Lists);
    }

    [Fact]
    public async Task They_are_read_again_on_demand_but_once_in_that_time()
    {
        await GetAsync();
        _product.Vault.Set(Name, "v2");
        Assert.Equal(["v2", "v1"], await RereadAsync());
        _product.Vault.Set(Name, "v3");

        Assert.Equal(["v2", "v1"], await RereadAsync());
        _product.Time.Advance(Age);

        Assert.Equal(["v3", "v2"], await RereadAsync());
    }

    [Theory]
    [InlineData(429)]
    [InlineData(403)]
    [InlineData(500)]
    [InlineData(0)]
    public async Task F10_The_last_good_ones_serve_while_the_vault_fails_and_it_is_asked_again_soon(int status)
    {
        await GetAsync();
        _product.Vault.Fault = new RequestFailedException(status, "no");
        _product.Time.Advance(Age);

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
    public async Task F10_A_vault_that_hangs_is_given_up_for_the_last_good_ones()
    {
        await GetAsync();
        _product.Vault.Gate = new TaskCompletionSource().Task;
        _product.Time.Advance(Age);
        var reading = GetAsync();

        _product.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(["v1"], await reading);
    }

    [Theory]
    [InlineData(404, "Create it")]
    [InlineData(403, "Key Vault Secrets User")]
    public async Task Where_there_never_was_one_the_remedy_is_named(int status, string remedy)
    {
        _product.Vault.Fault = new RequestFailedException(status, "secret-header: v1");

        var exception = await Assert.ThrowsAsync<SecretUnavailableException>(GetAsync);

        Assert.Contains(remedy, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-header", exception.ToString() + _product.Log.Text, StringComparison.Ordinal);
        Assert.Contains(EventIds.SecretVersionsUnavailable, _product.Log.EventIds);
    }

    [Fact]
    public async Task One_that_the_vault_withdrew_does_not_go_on_serving()
    {
        Assert.Equal(["v1"], await GetAsync());
        _product.Vault.Disable(Name, "v1");
        _product.Time.Advance(Age);

        await Assert.ThrowsAsync<SecretUnavailableException>(GetAsync);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-v1")]
    public async Task Empty_and_disabled_ones_are_none(string version)
    {
        _product.Vault.Remove(Name);
        _product.Vault.Set(Name, version);
        _product.Vault.Disable(Name, "-v1");

        await Assert.ThrowsAsync<SecretUnavailableException>(GetAsync);
    }

    [Fact]
    public async Task A_failure_is_remembered_for_five_seconds()
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

    private async Task<IReadOnlyList<string>> GetAsync() => (await _product.Get<SecretStore>().GetVersionsAsync(Name, Age, TestContext.Current.CancellationToken)).Values;

    private async Task<IReadOnlyList<string>> RereadAsync() => (await _product.Get<SecretStore>().RereadVersionsAsync(Name, Age, TestContext.Current.CancellationToken)).Values;
}
