using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Azure.Core;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Simulator;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Health;

/// <summary>A vault that does not respond, and a secret that expires.</summary>
public sealed class VaultTests
{
    [Fact]
    public async Task Health_VaultDoesNotRespond_IsUnusableWithinSeconds()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        await using var system = await TestSystem.StartAsync(services => services.AddSingleton(new SecretClient(address, new NoCredential())));
        var clock = Stopwatch.StartNew();

        var response = await system.GetAsync("/api/health", withKey: false);

        Assert.Equal((503, HealthWord.Unusable), (response.Status, response.Body));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Health_SecretExpiresSoon_LogsAWarning()
    {
        await using var system = await TestSystem.StartAsync();
        var secret = new KeyVaultSecret(DevelopmentValues.ClientSecretName, DevelopmentValues.ClientSecret);
        secret.Properties.ExpiresOn = TimeProvider.System.GetUtcNow().AddDays(10);
        await system.Vault.SetSecretAsync(secret, TestContext.Current.CancellationToken);

        var response = await system.GetAsync("/api/health", withKey: false);

        Assert.Equal((200, HealthWord.Ok), (response.Status, response.Body));
        Assert.Single(system.Log.EventIds, EventIds.SecretExpires);
        Assert.Contains($"Secret {DevelopmentValues.ClientSecretName} expires at ", system.Log.Text, StringComparison.Ordinal);
    }

    private sealed class NoCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
