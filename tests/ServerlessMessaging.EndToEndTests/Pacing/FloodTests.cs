using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.Pacing;

/// <summary>More than Genesys allows at once: the limit is used, not hit, and nothing is lost.</summary>
public sealed class FloodTests
{
    private const int Allowed = 100;
    private const int Seconds = 5;
    private const int Messages = 3 * Allowed;

    [Fact]
    public async Task A_backlog_goes_out_as_fast_as_the_limit_allows_and_is_refused_once_at_the_most()
    {
        await using var system = await TestSystem.StartAsync();
        await system.Control.SettingsAsync(new { rateLimitAllowed = Allowed, rateLimitWindow = Seconds });
        var user = await system.Control.UserIdAsync();
        await Task.WhenAll(Enumerable.Range(0, Messages).Select(number => system.Storage.DropAsync(
            $$$"""{"id":"flood-{{{number}}}","to":{"channelId":"user:{{{user}}}"},"message":{"type":"text","text":"{{{number}}}"}}""")));

        await system.Control.WaitForMessagesAsync(Messages);

        var posts = await system.Control.PostsAsync();
        var accepted = posts.Where(post => post.GetProperty("status").GetInt32() == 202).Select(post => post.GetProperty("at").GetDateTimeOffset()).Order().ToArray();
        Assert.InRange(posts.Count - accepted.Length, 0, 1);
        Assert.Equal(Messages, (await system.Control.MessagesAsync()).Select(message => message.GetProperty("display")[0].GetString()).Distinct().Count());
        Assert.Empty(await system.DeadLettersAsync());
        // The windows before the last one were full.
        Assert.InRange((accepted[^1] - accepted[0]).TotalSeconds, 2 * Seconds, 3 * Seconds / 0.95);
    }
}
