using System.Text.Json;
using ServerlessMessaging.EndToEndTests.Callbacks;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.EndToEndTests.Telemetry;

/// <summary>One trace over HTTP, queues, Genesys and bot flows.</summary>
public sealed class TraceTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private static readonly (string, string) Caller = ("traceparent", $"00-{TraceId}-b7ad6b7169203331-01");

    [Theory]
    [InlineData("01")]
    [InlineData("00")]
    public async Task Trace_DeferredRequest_ReachesEveryCallToGenesys(string flags)
    {
        await using var system = await TestSystem.StartAsync();
        await system.Control.FaultAsync(new { match = "/openmessaging/", status = 500 });

        Assert.Equal(202, (await system.SendAsync(SendRequests.WithId("traced"), ("traceparent", $"00-{TraceId}-b7ad6b7169203331-{flags}"))).Status);
        await system.RecordAsync("traced", "sent");

        Assert.Equal([TraceId, TraceId], (await system.Control.PostsAsync()).Select(TraceOf));
        Assert.Equal(TraceId, TraceOf((await system.Control.RequestsAsync("/users"))[0]));
    }

    [Fact]
    public async Task Trace_Batch_ReachesEachPost()
    {
        await using var system = await TestSystem.StartAsync();

        await system.SendBatchAsync(SendRequests.Batch(SendRequests.WithId("one"), SendRequests.Event("two")), Caller);

        Assert.All(await system.Control.PostsAsync(), post => Assert.Equal(TraceId, TraceOf(post)));
        Assert.Equal(TraceId, TraceOf(Assert.Single(await system.Control.EventPostsAsync())));
    }

    [Fact]
    public async Task Trace_Webhook_ReachesTheFlowAndItsReply()
    {
        await using var callbacks = await CallbackSystem.StartAsync(FlowResponses.Status(500), FlowResponses.ReplyText("Thank you"));
        var message = await callbacks.SendCardAsync("invoice-1001");
        await callbacks.Bridge.Control.PressAsync(message, "Approve");
        await callbacks.Bridge.Control.WaitForMessagesAsync(3);
        await callbacks.Bridge.Storage.WaitUntilEmptyAsync(QueueNames.Callbacks);

        var flow = callbacks.Flow.Deliveries.Select(delivery => delivery.Headers["traceparent"].Split('-')[1]).ToList();
        var posts = (await callbacks.Bridge.Control.PostsAsync()).Select(TraceOf).ToList();
        Assert.Equal((2, 2), (flow.Count, posts.Count));
        Assert.Equal((flow[0], posts[1]), (flow[1], flow[0]));
        Assert.NotEqual(posts[0], posts[1]);
    }

    private static string TraceOf(JsonElement request) => request.GetProperty("headers").EnumerateObject()
        .Single(header => header.Name.Equals("traceparent", StringComparison.OrdinalIgnoreCase)).Value.GetString()!.Split('-')[1];
}
