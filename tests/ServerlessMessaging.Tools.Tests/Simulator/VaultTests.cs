using Azure;
using Azure.Security.KeyVault.Secrets;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.Tools.Tests.Simulator;

public sealed class VaultTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DevelopmentValues.ClientSecretName, DevelopmentValues.ClientSecret)]
    [InlineData(DevelopmentValues.WebhookSecretName, DevelopmentValues.WebhookSecret)]
    public async Task GetSecret_AfterStart_ReturnsDevelopmentSecret(string name, string value)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var vault = new VaultCaller(simulator.Simulator);
        var secret = (await vault.Secrets.GetSecretAsync(name, cancellationToken: Cancellation)).Value;

        Assert.Equal(value, secret.Value);
        Assert.Equal(name, secret.Name);
        Assert.NotEmpty(secret.Properties.Version);
        Assert.True(secret.Properties.Enabled);
        Assert.NotNull(secret.Properties.CreatedOn);
        Assert.Equal(["https://vault.azure.net/.default"], vault.Credential.RequestedScopes);
    }

    [Fact]
    public async Task SetSecret_ExistingName_AddsVersionAndKeepsOld()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var vault = new VaultCaller(simulator.Simulator);
        var first = (await vault.Secrets.GetSecretAsync(DevelopmentValues.WebhookSecretName, cancellationToken: Cancellation)).Value;
        var second = (await vault.Secrets.SetSecretAsync(DevelopmentValues.WebhookSecretName, "rotated", Cancellation)).Value;

        var current = (await vault.Secrets.GetSecretAsync(DevelopmentValues.WebhookSecretName, cancellationToken: Cancellation)).Value;
        var previous = (await vault.Secrets.GetSecretAsync(first.Name, first.Properties.Version, cancellationToken: Cancellation)).Value;

        Assert.Equal("rotated", current.Value);
        Assert.Equal(second.Properties.Version, current.Properties.Version);
        Assert.Equal(DevelopmentValues.WebhookSecret, previous.Value);
        Assert.True(second.Properties.CreatedOn > first.Properties.CreatedOn);
    }

    [Fact]
    public async Task ListVersions_MoreThanOnePage_ReturnsPagesWithoutValues()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var vault = new VaultCaller(simulator.Simulator);
        var written = new List<string>();
        for (var number = 0; number < 30; number++)
        {
            written.Add((await vault.Secrets.SetSecretAsync("many", $"value {number}", Cancellation)).Value.Properties.Version);
        }

        var pages = new List<Page<SecretProperties>>();
        await foreach (var page in vault.Secrets.GetPropertiesOfSecretVersionsAsync("many", Cancellation).AsPages())
        {
            pages.Add(page);
        }

        var read = pages.SelectMany(page => page.Values).ToList();
        Assert.Equal(2, pages.Count);
        Assert.Equal(written, read.OrderBy(version => version.CreatedOn).Select(version => version.Version));
    }

    [Fact]
    public async Task GetSecret_VersionDisabled_Returns403UntilEnabled()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var vault = new VaultCaller(simulator.Simulator);
        var properties = (await vault.Secrets.GetSecretAsync(DevelopmentValues.WebhookSecretName, cancellationToken: Cancellation)).Value.Properties;

        properties.Enabled = false;
        await vault.Secrets.UpdateSecretPropertiesAsync(properties, Cancellation);
        var refusal = await Assert.ThrowsAsync<RequestFailedException>(
            () => vault.Secrets.GetSecretAsync(properties.Name, cancellationToken: Cancellation));
        Assert.Equal((403, "Forbidden"), (refusal.Status, refusal.ErrorCode));
        Assert.Contains("SecretDisabled", refusal.GetRawResponse()!.Content.ToString(), StringComparison.Ordinal);

        await foreach (var version in vault.Secrets.GetPropertiesOfSecretVersionsAsync(properties.Name, Cancellation))
        {
            Assert.False(version.Enabled);
        }

        properties.Enabled = true;
        await vault.Secrets.UpdateSecretPropertiesAsync(properties, Cancellation);
        Assert.Equal(
            DevelopmentValues.WebhookSecret,
            (await vault.Secrets.GetSecretAsync(properties.Name, cancellationToken: Cancellation)).Value.Value);
    }

    [Fact]
    public async Task SetSecret_AttributesAndTags_AreKept()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var vault = new VaultCaller(simulator.Simulator);
        var expires = new DateTimeOffset(2027, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var secret = new KeyVaultSecret("tagged", "v")
        {
            Properties = { ContentType = "text/plain", ExpiresOn = expires, NotBefore = expires.AddDays(-1), Tags = { ["team"] = "sales" } },
        };
        await vault.Secrets.SetSecretAsync(secret, Cancellation);

        var read = (await vault.Secrets.GetSecretAsync("tagged", cancellationToken: Cancellation)).Value.Properties;
        Assert.Equal(("text/plain", expires, "sales"), (read.ContentType, read.ExpiresOn!.Value, read.Tags["team"]));
        Assert.Equal(expires.AddDays(-1), read.NotBefore);
    }

    [Theory]
    [InlineData("nothing", null)]
    [InlineData(DevelopmentValues.WebhookSecretName, "00000000000000000000000000000000")]
    public async Task GetSecret_NameOrVersionUnknown_Returns404(string name, string? version)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var vault = new VaultCaller(simulator.Simulator);
        var refusal = await Assert.ThrowsAsync<RequestFailedException>(
            () => vault.Secrets.GetSecretAsync(name, version, cancellationToken: Cancellation));

        Assert.Equal((404, "SecretNotFound"), (refusal.Status, refusal.ErrorCode));
    }

    [Fact]
    public async Task GetSecret_TokenInvalid_Returns401()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var vault = new VaultCaller(simulator.Simulator, token: "wrong");
        var refusal = await Assert.ThrowsAsync<RequestFailedException>(
            () => vault.Secrets.GetSecretAsync(DevelopmentValues.WebhookSecretName, cancellationToken: Cancellation));

        Assert.Equal((401, "Unauthorized"), (refusal.Status, refusal.ErrorCode));
    }

    [Fact]
    public async Task GetSecret_FaultConfigured_ReturnsVaultError()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var vault = new VaultCaller(simulator.Simulator);
        using var set = await simulator.ControlAsync(
            HttpMethod.Post, "faults", """{"match":"GET /secrets/","status":429,"retryAfter":1}""");
        var refusal = await Assert.ThrowsAsync<RequestFailedException>(
            () => vault.Secrets.GetSecretAsync(DevelopmentValues.WebhookSecretName, cancellationToken: Cancellation));

        Assert.Equal((429, "Throttled"), (refusal.Status, refusal.ErrorCode));
    }

    [Fact]
    public async Task SetSecret_ConnectionDroppedAfter_IsStored()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var vault = new VaultCaller(simulator.Simulator);
        using var set = await simulator.ControlAsync(
            HttpMethod.Post, "faults", """{"match":"PUT /secrets/","dropConnection":true,"when":"after"}""");

        await Assert.ThrowsAsync<RequestFailedException>(() => vault.Secrets.SetSecretAsync("hidden", "written", Cancellation));
        Assert.Equal("written", (await vault.Secrets.GetSecretAsync("hidden", cancellationToken: Cancellation)).Value.Value);
    }
}
