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
    public async Task A_secret_is_kept_for_five_minutes()
    {
        await GetAsync();
        _product.Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        await GetAsync();
        Assert.Equal(1, _product.Vault.Reads);

        _product.Time.Advance(TimeSpan.FromSeconds(1));
        await GetAsync();

        Assert.Equal(2, _product.Vault.Reads);
    }

    [Fact]
    public async Task A_rotated_secret_is_used_without_a_restart()
    {
        await GetAsync();
        _product.Vault.Set(Name, "rotated");
        _product.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal("rotated", await GetAsync());
    }

    [Fact]
    public async Task A_refused_value_is_read_again_at_once()
    {
        var refused = await GetAsync();
        _product.Vault.Set(Name, "rotated");

        Assert.Equal("rotated", await Store.RefreshAsync(Name, refused, TestContext.Current.CancellationToken));
        Assert.Equal("rotated", await Store.RefreshAsync(Name, refused, TestContext.Current.CancellationToken));
        Assert.Equal(2, _product.Vault.Reads);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(403)]
    [InlineData(500)]
    public async Task The_last_good_value_serves_while_the_vault_fails(int status)
    {
        await GetAsync();
        _product.Vault.Fault = new RequestFailedException(status, "no");
        _product.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(ProductFixture.Secret, await GetAsync());
        Assert.Contains(EventIds.LastGoodSecretUsed, _product.Log.EventIds);
    }

    [Fact]
    public async Task A_failing_vault_is_asked_again_after_a_moment_only()
    {
        await GetAsync();
        _product.Vault.Fault = new RequestFailedException(500, "no");
        _product.Time.Advance(TimeSpan.FromMinutes(5));
        await GetAsync();
        await GetAsync();
        Assert.Equal(2, _product.Vault.Reads);

        _product.Time.Advance(TimeSpan.FromSeconds(5));
        _product.Vault.Fault = null;
        _product.Vault.Set(Name, "back");

        Assert.Equal("back", await GetAsync());
    }

    [Fact]
    public async Task A_missing_secret_is_named_with_its_remedy()
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
        { new AuthenticationFailedException("long story"), "managed identity" },
        { new InvalidOperationException("The challenge resource does not match"), "not a Key Vault" },
        { new System.Text.Json.JsonException("'<' is an invalid start"), "not a Key Vault" },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public async Task A_fault_of_the_vault_is_said_in_our_words(Exception fault, string remedy)
    {
        _product.Vault.Fault = fault;

        var exception = await Assert.ThrowsAsync<SecretUnavailableException>(GetAsync);

        Assert.Contains(remedy, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(fault.Message, exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_secret_is_none()
    {
        _product.Vault.Set(Name, string.Empty);

        var exception = await Assert.ThrowsAsync<SecretUnavailableException>(GetAsync);

        Assert.Contains("empty", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vault_that_does_not_answer_is_given_up()
    {
        _product.Vault.Gate = new TaskCompletionSource().Task;
        var reading = GetAsync();

        _product.Time.Advance(TimeSpan.FromSeconds(5));

        var exception = await Assert.ThrowsAsync<SecretUnavailableException>(() => reading);
        Assert.Contains("in time", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetSecret_VaultHangs_ReturnsLastGoodValue()
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
