using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Deferral;

/// <summary>Faults and limits of Genesys end no message before it expires.</summary>
public sealed class GenesysDownTests : IAsyncLifetime
{
    private const string Posts = "POST /api/v2/openmessaging/";

    private TestSystem _system = null!;

    // Short deferrals, no retries and no breaker, so that the number of attempts is what counts.
    public async ValueTask InitializeAsync() => _system = await TestSystem.StartAsync(
        ("Sending:MaxDeferral", "00:00:00.001"), ("Genesys:MaxRetries", "0"), ("Genesys:BreakerMinimumThroughput", "1000"));

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task SendQueuedMessage_RetryAfter_DefersForThatLong(int status)
    {
        await _system.Control.FaultAsync(new { match = Posts, status, retryAfter = 42 });
        await _system.Storage.EnqueueAsync(SendRequests.WithId("later"));

        var record = await _system.RecordAsync("later", "deferred");

        var put = Assert.Single(_system.StorageRequests.Puts);
        Assert.InRange(put.Visibility.TotalSeconds, 42, 48);
        Assert.InRange(record.Json.GetProperty("dueAt").GetDateTimeOffset() - record.Json.GetProperty("failures")[0].GetProperty("at").GetDateTimeOffset(), TimeSpan.FromSeconds(41.9), put.Visibility);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SendMessage_ExpiredWhileDeferred_BecomesADeadLetter(bool overHttp)
    {
        await _system.Control.FaultAsync(new { match = Posts, status = 503, times = 0 });
        var request = SendRequests.WithId("short", $"\"expiresAt\":\"{TimeProvider.System.GetUtcNow().AddSeconds(10):O}\"");
        if (overHttp)
        {
            Assert.Equal(202, (await _system.SendAsync(request)).Status);
        }
        else
        {
            await _system.Storage.EnqueueAsync(request);
        }

        await _system.Log.WaitAsync(EventIds.DeadLettered);

        var record = await _system.RecordAsync("short", "failed");
        var deadLetter = Assert.Single(await _system.DeadLettersAsync("?code=SM3008"));
        Assert.Equal(("short", record.Json.GetProperty("attempt").GetInt32()), (deadLetter.GetProperty("id").GetString(), deadLetter.GetProperty("attempts").GetInt32()));
        Assert.True(deadLetter.GetProperty("attempts").GetInt32() > 1, deadLetter.ToString());
        Assert.Contains("SM2202", deadLetter.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("SM3008", record.Json.GetProperty("failures").EnumerateArray().Last().GetProperty("code").GetString());
        await _system.Storage.WaitUntilEmptyAsync("messages-deferred");
    }

    [Fact]
    public async Task SendMessage_RetryAfterBeyondExpiry_Is422()
    {
        await _system.Control.FaultAsync(new { match = Posts, status = 429, retryAfter = 3600 });

        var response = await _system.SendAsync(SendRequests.WithId("hopeless", $"\"expiresAt\":\"{TimeProvider.System.GetUtcNow().AddMinutes(30):O}\""));

        Assert.Equal((422, "SM3008"), (response.Status, response.Code));
        Assert.Equal("failed", (await _system.GetAsync("/api/messages/hopeless")).Json.GetProperty("status").GetString());
        Assert.Single(await _system.DeadLettersAsync("?id=hopeless"));
        Assert.Empty(_system.StorageRequests.Puts);
    }

    [Fact]
    public async Task ReplayDeadLetters_ExpiredRequest_IsSentOnce()
    {
        var expiresAt = TimeProvider.System.GetUtcNow().AddSeconds(6);
        await _system.Control.FaultAsync(new { match = Posts, status = 429, retryAfter = 3600 });
        Assert.Equal(422, (await _system.SendAsync(SendRequests.WithId("hopeless", $"\"expiresAt\":\"{expiresAt:O}\""))).Status);
        await Eventually.GetAsync(() => Task.FromResult(TimeProvider.System.GetUtcNow()), now => now > expiresAt, _ => "Time stands still.");

        var replay = await _system.PostAsync("/api/operator/dead-letters/replay?id=hopeless", string.Empty);

        Assert.Equal("replayed", replay.Json.GetProperty("items")[0].GetProperty("outcome").GetString());
        await _system.RecordAsync("hopeless", "sent");
        Assert.Single(await _system.Control.MessagesAsync());
    }
}
