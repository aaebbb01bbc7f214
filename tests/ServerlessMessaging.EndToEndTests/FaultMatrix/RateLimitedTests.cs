using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>Genesys refuses a call with 429.</summary>
public sealed class RateLimitedTests
{
    private const string Posts = "POST /api/v2/openmessaging/";

    [Trait("Fault", "F4")]
    [Fact]
    public async Task SendMessage_RetryAfterOf42Seconds_StopsEveryCall()
    {
        await using var system = await TestSystem.StartAsync();
        await system.Control.UserIdAsync();
        await system.Control.FaultAsync(new { match = Posts, status = 429, retryAfter = 42 });
        Assert.Equal(202, (await system.SendAsync(SendRequests.WithId("first"))).Status);

        Assert.Equal(202, (await system.SendAsync(SendRequests.WithId("over-http"))).Status);
        foreach (var number in Enumerable.Range(0, 5))
        {
            await system.Storage.EnqueueAsync(SendRequests.WithId($"queued-{number}"));
        }

        await system.Log.WaitAsync(EventIds.RequestDeferred, times: 7);
        await system.Storage.WaitUntilEmptyAsync("messages");
        Assert.Single(await system.Control.PostsAsync());
        Assert.All(system.StorageRequests.Puts, put => Assert.InRange(put.Visibility.TotalSeconds, 30, 60));
        Assert.Empty(await system.DeadLettersAsync());
        Assert.Contains(EventIds.ClientPaused, system.Log.EventIds);
    }

    [Trait("Fault", "F4")]
    [Fact]
    public async Task SendQueuedMessage_RetryAfterOver_SendsEverything()
    {
        await using var system = await TestSystem.StartAsync();
        await system.Control.FaultAsync(new { match = Posts, status = 429, retryAfter = 3 });
        foreach (var number in Enumerable.Range(0, 8))
        {
            await system.Storage.EnqueueAsync(SendRequests.WithId($"queued-{number}"));
        }

        await system.Control.WaitForMessagesAsync(8);

        var posts = (await system.Control.PostsAsync()).Select(post => (Status: post.GetProperty("status").GetInt32(), At: post.GetProperty("at").GetDateTimeOffset())).ToList();
        var refusedAt = Assert.Single(posts, post => post.Status == 429).At;
        // Calls that were in flight at that moment could not be stopped.
        Assert.DoesNotContain(posts, post => post.At > refusedAt.AddSeconds(0.5) && post.At < refusedAt.AddSeconds(2.9));
        Assert.Equal(9, posts.Count);
    }

    [Trait("Fault", "F5")]
    [Fact]
    public async Task SendQueuedMessage_RetryAfterOfADay_DefersThatMessageAlone()
    {
        await using var system = await TestSystem.StartAsync();
        await system.Control.FaultAsync(new { match = Posts, status = 429, retryAfter = 86_400 });
        await system.Storage.EnqueueAsync(SendRequests.WithId("day-long", $"\"expiresAt\":\"{TimeProvider.System.GetUtcNow().AddDays(3):O}\""));
        await system.RecordAsync("day-long", "deferred");

        var other = await system.SendAsync(SendRequests.WithId("other"));

        Assert.Equal(200, other.Status);
        Assert.InRange(Assert.Single(system.StorageRequests.Puts).Visibility.TotalSeconds, 86_400, 86_406);
        Assert.Contains(EventIds.LongRetryAfter, system.Log.EventIds);
        await system.Storage.WaitUntilEmptyAsync("messages");
    }

    [Trait("Fault", "F5")]
    [Fact]
    public async Task SendQueuedMessage_RetryAfterBeyondExpiry_IsADeadLetter()
    {
        await using var system = await TestSystem.StartAsync();
        await system.Control.FaultAsync(new { match = Posts, status = 429, retryAfter = 86_400 });
        await system.Storage.EnqueueAsync(SendRequests.WithId("hopeless", $"\"expiresAt\":\"{TimeProvider.System.GetUtcNow().AddHours(1):O}\""));

        await system.RecordAsync("hopeless", "failed");

        await system.Log.WaitAsync(EventIds.DeadLettered);
        Assert.Equal("hopeless", Assert.Single(await system.DeadLettersAsync("?code=SM3008")).GetProperty("id").GetString());
        Assert.Empty(system.StorageRequests.Puts);
    }
}
