using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Simulator;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Health;

public sealed class HealthTests
{
    [Fact]
    public async Task Health_AllWell_IsOkWithoutAKeyOrCalls()
    {
        await using var system = await TestSystem.StartAsync();

        var response = await system.GetAsync("/api/health", withKey: false);

        Assert.Equal((200, HealthWord.Ok), (response.Status, response.Body));
        Assert.Empty(await system.Control.RequestsAsync("/oauth"));
        Assert.Empty(await system.Control.RequestsAsync("/api/v2"));
    }

    [Fact]
    public async Task HealthDetails_FunctionKey_NamesEachPart()
    {
        await using var system = await TestSystem.StartAsync();

        var details = await system.GetAsync("/api/operator/health");

        Assert.Equal(["storage ok", "vault ok", "genesys ok"], details.Json.GetProperty("parts").EnumerateArray().Select(part => $"{part.GetProperty("part").GetString()} {part.GetProperty("status").GetString()}"));
        Assert.Equal(401, (await system.GetAsync("/api/operator/health", withKey: false)).Status);
    }

    [Fact]
    public async Task Health_ClientRefused_IsDegraded()
    {
        await using var system = await TestSystem.StartAsync();
        await system.Control.ClientAsync(new { secret = "another" });
        await system.SendAsync(SendRequests.Text);

        var response = await system.GetAsync("/api/health", withKey: false);

        Assert.Equal((200, HealthWord.Degraded), (response.Status, response.Body));
        Assert.Contains("OAuth client", (await system.GetAsync("/api/operator/health")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_SecretMissing_IsUnusable()
    {
        await using var system = await TestSystem.StartAsync(("Genesys:Clients:0:SecretName", "not-there"));

        var response = await system.GetAsync("/api/health", withKey: false);

        Assert.Equal((503, HealthWord.Unusable), (response.Status, response.Body));
    }

    [Fact]
    public async Task Health_StorageUnreachable_IsUnusable()
    {
        const string nowhere = "DefaultEndpointsProtocol=http;AccountName=gone;AccountKey=AAAA;BlobEndpoint=http://127.0.0.1:1/gone;QueueEndpoint=http://127.0.0.1:1/gone";
        await using var system = await TestSystem.StartAsync(("AzureWebJobsStorage", nowhere));

        var response = await system.GetAsync("/api/health", withKey: false);

        Assert.Equal((503, HealthWord.Unusable), (response.Status, response.Body));
        Assert.Contains(EventIds.StorageUnavailable, system.Log.EventIds);
    }

    [Fact]
    public async Task Health_ManyProbes_ShareOneCheck()
    {
        await using var system = await TestSystem.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => system.GetAsync("/api/health", withKey: false)));

        // The authentication challenge of the client makes two requests of one read.
        Assert.InRange((await system.Control.RequestsAsync($"/secrets/{DevelopmentValues.ClientSecretName}")).Count, 1, 2);
    }
}
