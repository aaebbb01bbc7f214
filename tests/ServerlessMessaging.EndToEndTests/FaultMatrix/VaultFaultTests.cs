using Microsoft.Extensions.DependencyInjection;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>A vault that refuses or hangs: the last good secret is used; a secret that was never read is named at its first use.</summary>
[Trait("Fault", "F10")]
public sealed class VaultFaultTests
{
    private const string Reads = "GET /secrets/";

    private static readonly Dictionary<string, object> Faults = new()
    {
        ["429"] = new { match = Reads, status = 429, times = 0 },
        ["403"] = new { match = Reads, status = 403, times = 0 },
        ["500"] = new { match = Reads, status = 500, times = 0 },
        ["time-out"] = new { match = Reads, delay = 600, times = 0 },
    };

    public static TheoryData<string, string> Reasons => new()
    {
        { "429", "throttling" },
        { "403", "Key Vault Secrets User" },
        { "500", "the vault responded with 500" },
        { "time-out", "in time" },
    };

    [Theory]
    [InlineData("429")]
    [InlineData("403")]
    [InlineData("500")]
    [InlineData("time-out")]
    public async Task SendMessage_VaultUnavailable_UsesTheLastGoodSecret(string fault)
    {
        var time = new SkewedTime();
        await using var system = await TestSystem.StartAsync(services => services.AddSingleton<TimeProvider>(time), ("KeyVault:ReadTimeout", "00:00:00.5"));
        Assert.Equal(200, (await system.SendAsync(SendRequests.Text)).Status);
        await system.Control.FaultAsync(Faults[fault]);

        // A new token is needed, and the cached secret is too old to be used without a read.
        await system.Control.ClientAsync(new { revokeTokens = true });
        time.Skew = TimeSpan.FromMinutes(10);

        Assert.Equal(200, (await system.SendAsync(SendRequests.Text)).Status);
        Assert.Contains(EventIds.LastGoodSecretUsed, system.Log.EventIds);
        Assert.Equal(2, (await system.Control.MessagesAsync()).Count);
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task SendMessage_VaultUnavailableAtFirstUse_NamesTheSecret(string fault, string reason)
    {
        await using var system = await TestSystem.StartAsync(("KeyVault:ReadTimeout", "00:00:01.5"));
        await system.Control.FaultAsync(Faults[fault]);
        Assert.Empty(await system.Control.RequestsAsync("/secrets/"));

        var response = await system.SendAsync(SendRequests.Text);

        Assert.Equal((503, "SM4001"), (response.Status, response.Code));
        Assert.Contains("'genesys-client-secret'", response.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains(reason, response.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains(EventIds.NotSentSecretUnavailable, system.Log.EventIds);
    }

    [Fact]
    public async Task SendMessage_SecretMissing_NamesIt()
    {
        await using var system = await TestSystem.StartAsync(("Genesys:Clients:0:SecretName", "not-there"));

        var response = await system.SendAsync(SendRequests.Text);

        Assert.Equal((503, "SM4001"), (response.Status, response.Code));
        Assert.Contains("'not-there'", response.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains(EventIds.NotSentSecretUnavailable, system.Log.EventIds);
    }
}
