using System.Text.Json;
using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.Sending;

/// <summary>Requests of the route messagingEvents that arrive during a post share the next one.</summary>
public sealed class SharedEventPostsTests
{
    [Fact]
    public async Task SendMessage_DuringAnotherPost_SharesTheNextPost()
    {
        await using var system = await TestSystem.StartAsync();
        await system.Control.FaultAsync(new { match = "POST /api/v2/messaging/messaging/events", delay = 2 });
        var first = system.SendAsync(SendRequests.Event("first"));
        await system.Control.WaitForRequestsAsync("/messaging/messaging/events", 1);

        var others = await Task.WhenAll(Enumerable.Range(0, 5).Select(number => system.SendAsync(SendRequests.Event($"other-{number}"))));

        Assert.All([await first, .. others], response => Assert.Equal(200, response.Status));
        var sizes = (await system.Control.EventPostsAsync()).Select(post => JsonDocument.Parse(post.GetProperty("body").GetString()!).RootElement.GetArrayLength());
        Assert.Equal([1, 5], sizes);
        Assert.Equal(6, others.Append(await first).Select(response => response.Json.GetProperty("messageId").GetString()).Distinct().Count());
    }
}
