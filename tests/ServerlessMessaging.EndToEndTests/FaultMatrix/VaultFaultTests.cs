using Microsoft.Extensions.DependencyInjection;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>A vault that refuses or hangs: what was read before goes on serving, what never was is named where it is needed.</summary>
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
    public async Task F10_The_last_good_secret_goes_on_serving(string fault)
    {
        var time = new SkewedTime();
        await using var system = await TestSystem.StartAsync(services => services.AddSingleton<TimeProvider>(time), ("KeyVault:ReadTimeout", "00:00:00.5"));
        Assert.Equal(200, (await system.SendAsync(SendRequests.Text)).Status);
        await system.Control.FaultAsync(Faults[fault]);

        // A new token is needed, and the secret for it is too old to be used unasked.
        await system.Control.ClientAsync(new { revokeTokens = true });
        time.Skew = TimeSpan.FromMinutes(10);

        Assert.Equal(200, (await system.SendAsync(SendRequests.Text)).Status);
        Assert.Contains(EventIds.LastGoodSecretUsed, system.Log.EventIds);
        Assert.Equal(2, (await system.Control.MessagesAsync()).Count);
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task F10_The_first_use_names_the_secret_that_is_missing_and_nothing_is_read_before(string fault, string reason)
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
    public async Task F10_A_missing_secret_is_named_at_first_use()
    {
        await using var system = await TestSystem.StartAsync(("Genesys:Clients:0:SecretName", "not-there"));

        var response = await system.SendAsync(SendRequests.Text);

        Assert.Equal((503, "SM4001"), (response.Status, response.Code));
        Assert.Contains("'not-there'", response.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains(EventIds.NotSentSecretUnavailable, system.Log.EventIds);
    }
}
