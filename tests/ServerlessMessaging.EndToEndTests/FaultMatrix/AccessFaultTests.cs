using System.Text.Json;
using ServerlessMessaging.DevHost.Hosting;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>Faults of our access to Genesys: queued messages wait until they are fixed, callers get 503.</summary>
[Trait("Fault", "F9")]
public sealed class AccessFaultTests : IAsyncLifetime
{
    private static readonly string[] AllScopes = ["users:read", "openmessaging:send"];

    private TestSystem _system = null!;

    public async ValueTask InitializeAsync() => _system = await TestSystem.StartAsync();

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task SendQueuedMessage_ScopeMissing_IsSentOnceGranted()
    {
        await _system.Control.ClientAsync(new { scopes = AllScopes[..1] });
        await _system.Storage.EnqueueAsync(SendRequests.WithId("waiting"));

        await _system.Log.WaitAsync(EventIds.RequestDeferred, times: 2);
        var waiting = await _system.RecordAsync("waiting", "deferred");
        await _system.Control.ClientAsync(new { scopes = AllScopes, revokeTokens = true });

        await _system.RecordAsync("waiting", "sent");
        Assert.Equal("SM2103", waiting.Json.GetProperty("failures")[0].GetProperty("code").GetString());
        Assert.Single(await _system.Control.MessagesAsync());
        Assert.Empty(await _system.DeadLettersAsync());
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    public async Task SendMessage_LoginRefused_Is503ForCallersAndDefersQueuedMessages(int status)
    {
        await using var system = await TestSystem.StartAsync(("Queues:RequeueDelay", "00:00:30"));
        await system.Control.FaultAsync(new { match = "POST /oauth/token", status, times = 0, body = """{"error":"invalid_client"}""" });

        var refused = await system.SendAsync(SendRequests.WithId("refused"));
        await system.Storage.EnqueueAsync(SendRequests.WithId("waiting"));
        await system.RecordAsync("waiting", "deferred");

        Assert.Equal((503, "SM2101"), (refused.Status, refused.Code));
        Assert.True(refused.RetryAfter >= TimeSpan.FromSeconds(30), refused.ToString());
        Assert.InRange(Assert.Single(system.StorageRequests.Puts).Visibility.TotalSeconds, 30, 35);
        Assert.Empty(await system.DeadLettersAsync());
        Assert.Contains(EventIds.AccessTokenRefused, system.Log.EventIds);
        Assert.Contains(EventIds.AccessTokenRefused, AlertedEvents());
    }

    [Fact]
    public async Task SendMessage_ScopeMissing_Is503AndMayBeRepeated()
    {
        await _system.Control.ClientAsync(new { scopes = AllScopes[..1] });

        var refused = await _system.SendAsync(SendRequests.WithId("refused"));

        Assert.Equal((503, "SM2103", "refused"), (refused.Status, refused.Code, refused.Json.GetProperty("id").GetString()));
        Assert.NotNull(refused.RetryAfter);
        Assert.Equal("failed", (await _system.GetAsync("/api/messages/refused")).Json.GetProperty("status").GetString());
        Assert.Empty(_system.StorageRequests.Puts);
        Assert.Empty(await _system.DeadLettersAsync());
        await _system.Control.ClientAsync(new { scopes = AllScopes, revokeTokens = true });
        var again = await _system.SendAsync(SendRequests.WithId("refused"));
        Assert.Equal(200, again.Status);
        Assert.Equal(2, (await _system.GetAsync("/api/messages/refused")).Json.GetProperty("attempt").GetInt32());
    }

    [Fact]
    public async Task SendDeferredMessage_ScopeMissing_IsSentOnceGranted()
    {
        await _system.Control.ClientAsync(new { scopes = AllScopes[..1] });
        Assert.Equal(202, (await _system.SendAsync(SendRequests.WithId("accepted"), ("Prefer", "respond-async"))).Status);

        await _system.RecordAsync("accepted", "deferred");
        await _system.Control.ClientAsync(new { scopes = AllScopes, revokeTokens = true });

        await _system.RecordAsync("accepted", "sent");
    }

    private static IEnumerable<int> AlertedEvents()
    {
        using var alerts = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryFolder.Find(), "infra", "alerts.json")));
        // A rule may read another table than that of the events.
        return [.. alerts.RootElement.EnumerateArray().Where(alert => alert.TryGetProperty("eventIds", out _)).SelectMany(alert => alert.GetProperty("eventIds").EnumerateArray()).Select(id => id.GetInt32())];
    }
}
