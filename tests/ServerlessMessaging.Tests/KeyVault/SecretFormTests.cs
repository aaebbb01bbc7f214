using ServerlessMessaging.KeyVault;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.KeyVault;

/// <summary>What a copy into the vault adds around a secret.</summary>
public sealed class SecretFormTests : IDisposable
{
    private const string Name = "pasted";
    private readonly ProductFixture _product = new();

    [Theory]
    [InlineData("Zq7-value\n")]
    [InlineData("Zq7-value\r\n")]
    [InlineData("Zq7-value\r\n\n\r")]
    public async Task GetAsync_LineBreaksAtTheEnd_AreIgnored(string value)
    {
        _product.Vault.Set(Name, value);

        Assert.Equal("Zq7-value", await GetAsync());
        Assert.Equal(["Zq7-value"], await GetVersionsAsync());
        Assert.DoesNotContain(EventIds.SecretFormUnexpected, _product.Log.EventIds);
    }

    [Theory]
    [InlineData(" Zq7", "white space")]
    [InlineData("Zq7\t", "white space")]
    [InlineData("\nZq7", "white space")]
    [InlineData("Zq7 \n", "white space")]
    [InlineData("Zq7\u00A0", "white space")]
    [InlineData("\"Zq7\"", "quotes")]
    [InlineData("'Zq7'\n", "quotes")]
    [InlineData("\u201CZq7\u201D", "quotes")]
    [InlineData("\uFEFFZq7", "invisible")]
    [InlineData("Zq7\u200B", "invisible")]
    [InlineData("Zq7\0", "invisible")]
    [InlineData("Zq7\uFE0F", "invisible")]
    [InlineData("\u2800Zq7", "invisible")]
    [InlineData("\u3164Zq7", "invisible")]
    [InlineData("Zq7\U000E0041", "invisible")]
    public async Task GetAsync_OtherCharactersAround_AreKeptAndLoggedOnceADayWithoutTheValue(string value, string named)
    {
        _product.Vault.Set(Name, value);

        Assert.Equal(value.TrimEnd('\n'), await GetAsync());
        _product.Time.Advance(TimeSpan.FromMinutes(5));
        await GetAsync();

        Assert.Single(_product.Log.EventIds, EventIds.SecretFormUnexpected);
        Assert.Contains(named, _product.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Zq7", _product.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Zq7 with 'quotes' inside")]
    [InlineData("Zq7'")]
    [InlineData("'")]
    public async Task GetAsync_CharactersThatMayBelongToIt_AreNotLogged(string value)
    {
        _product.Vault.Set(Name, value);

        Assert.Equal(value, await GetAsync());
        Assert.DoesNotContain(EventIds.SecretFormUnexpected, _product.Log.EventIds);
    }

    [Fact]
    public async Task GetAsync_LineBreaksOnly_IsEmpty()
    {
        _product.Vault.Set(Name, "\r\n");

        Assert.Contains("empty", (await Assert.ThrowsAsync<SecretUnavailableException>(GetAsync)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _product.Dispose();

    private Task<string> GetAsync() => _product.Get<SecretStore>().GetAsync(Name, TestContext.Current.CancellationToken);

    private async Task<IReadOnlyList<string>> GetVersionsAsync() =>
        (await _product.Get<SecretStore>().GetVersionsAsync(Name, TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).Values;
}
