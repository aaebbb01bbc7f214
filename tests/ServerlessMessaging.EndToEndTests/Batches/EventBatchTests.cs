using System.Text;
using System.Text.Json;
using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.Batches;

/// <summary>Requests of the route messagingEvents share posts; each has an outcome of its own.</summary>
public sealed class EventBatchTests
{
    private const string Posts = "POST /api/v2/messaging/messaging/events";
    private const string UnknownConversation = """{"conversation":{"id":"unknown","channelId":"messenger-channel","providerId":"messenger"}}""";

    [Fact]
    public async Task SendMessageBatch_SixtyEvents_ArePostedInTwoListsInOrder()
    {
        await using var system = await TestSystem.StartAsync();

        var response = await system.SendBatchAsync(SendRequests.Batch(Enumerable.Range(0, 60).Select(number => SendRequests.Event($"item-{number}", $"Text {number}"))));

        Assert.Equal([50, 10], (await system.Control.EventPostsAsync()).Select(post => Body(post).GetArrayLength()));
        var messages = await system.Control.MessagesAsync();
        Assert.Equal(Enumerable.Range(0, 60).Select(number => $"Text {number}"), messages.Select(message => message.GetProperty("content").GetProperty("text").GetString()));
        Assert.Equal(messages.Select(message => message.GetProperty("id").GetString()), response.Items.Select(item => item.GetProperty("messageId").GetString()));
    }

    [Fact]
    public async Task SendMessageBatch_LargeEvents_ArePostedInListsOfAtMost480000Bytes()
    {
        await using var system = await TestSystem.StartAsync();
        var requests = Enumerable.Range(0, 16).Select(number => LargeRequests.Carousel($"item-{number}", 'x', 2048).Replace("""{"email":"recipient@example.com"}""", SendRequests.Messenger, StringComparison.Ordinal));

        var response = await system.SendBatchAsync(SendRequests.Batch(requests));

        Assert.All(response.Outcomes, outcome => Assert.Equal((200, string.Empty), outcome));
        var posts = await system.Control.EventPostsAsync();
        Assert.All(posts, post => Assert.InRange(Encoding.UTF8.GetByteCount(post.GetProperty("body").GetString()!), 1, 480_000));
        Assert.Equal([7, 7, 2], posts.Select(post => Body(post).GetArrayLength()));
        Assert.Equal(16, (await system.Control.MessagesAsync()).Count);
    }

    [Fact]
    public async Task SendMessageBatch_ErrorOfOneEvent_FailsThatRequestOnly()
    {
        await using var system = await TestSystem.StartAsync();

        var response = await system.SendBatchAsync(SendRequests.Batch(
            SendRequests.Event("a"), SendRequests.Event("b", recipient: UnknownConversation), SendRequests.Event("c")));

        Assert.Equal([(200, ""), (422, "SM2004"), (200, "")], response.Outcomes);
        Assert.Equal(("b", "Conversation not found"), (response.Items[1].GetProperty("id").GetString(), response.Items[1].GetProperty("genesysMessage").GetString()));
        Assert.Single(await system.Control.EventPostsAsync());
        Assert.Equal("failed", (await system.GetAsync("/api/messages/b")).Json.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("too.many.requests", 202, "")]
    [InlineData("internal.server.error", 202, "")]
    [InlineData("missing.permissions", 503, "SM2103")]
    [InlineData("bad.request", 422, "SM2007")]
    public async Task SendMessageBatch_ErrorCodeOfOneEvent_DecidesItsOutcome(string genesysCode, int status, string code)
    {
        await using var system = await TestSystem.StartAsync();
        await system.Control.FaultAsync(new { match = Posts, item = 1, body = $$$"""{"error":{"code":"{{{genesysCode}}}","message":"m"}}""" });

        var response = await system.SendBatchAsync(SendRequests.Batch(SendRequests.Event("a"), SendRequests.Event("b"), SendRequests.Event("c")));

        Assert.Equal([(200, ""), (status, code), (200, "")], response.Outcomes);
        if (status == 202)
        {
            await system.RecordAsync("b", "sent");
            Assert.Equal(3, (await system.Control.MessagesAsync()).Count);
        }
    }

    [Theory]
    [InlineData(0, "{}")]
    [InlineData(0, "7")]
    [InlineData(2, null)]
    public async Task SendMessageBatch_EventWithNeitherIdNorError_IsAnUnknownOutcome(int item, string? body)
    {
        await using var system = await TestSystem.StartAsync(("Records:OnUnknownOutcome", "Park"));
        await system.Control.FaultAsync(body is null ? new { match = Posts, item, when = "after" } : new { match = Posts, item, body, when = "after" });

        var response = await system.SendBatchAsync(SendRequests.Batch(SendRequests.Event("0"), SendRequests.Event("1"), SendRequests.Event("2")));

        Assert.Equal(Enumerable.Range(0, 3).Select(number => number == item ? (504, "SM2204") : (200, string.Empty)), response.Outcomes);
        Assert.Equal("unknown", (await system.GetAsync($"/api/messages/{item}")).Json.GetProperty("status").GetString());
        Assert.Equal(3, (await system.Control.MessagesAsync()).Count);
    }

    [Fact]
    public async Task SendMessageBatch_UnknownOutcomeUnderResend_IsSentAgainAndMarked()
    {
        await using var system = await TestSystem.StartAsync();
        await system.Control.FaultAsync(new { match = Posts, item = 1, body = "{}", when = "after" });

        var response = await system.SendBatchAsync(SendRequests.Batch(SendRequests.Event("a"), SendRequests.Event("b"), SendRequests.Event("c")));

        Assert.Equal([(200, ""), (202, ""), (200, "")], response.Outcomes);
        Assert.Equal(1, (await system.RecordAsync("b", "sent")).Json.GetProperty("unknownOutcomes").GetInt32());
        Assert.Equal(4, (await system.Control.MessagesAsync()).Count);
    }

    [Theory]
    [InlineData("before", 0)]
    [InlineData("after", 3)]
    public async Task SendMessageBatch_LostResponse_IsUnknownForAllItsEvents(string when, int arrived)
    {
        await using var system = await TestSystem.StartAsync(("Records:OnUnknownOutcome", "Park"));
        await system.Control.FaultAsync(new { match = Posts, dropConnection = true, when });

        var response = await system.SendBatchAsync(SendRequests.Batch(SendRequests.Event("a"), SendRequests.Event("b"), SendRequests.Event("c")));

        Assert.All(response.Outcomes, outcome => Assert.Equal((504, "SM2204"), outcome));
        Assert.Equal(arrived, (await system.Control.MessagesAsync()).Count);
        Assert.Equal(3, (await system.DeadLettersAsync("?code=SM2204")).Count);
    }

    [Fact]
    public async Task SendMessageBatch_FailedPost_DefersEachEvent()
    {
        await using var system = await TestSystem.StartAsync(("Genesys:MaxRetries", "0"));
        await system.Control.FaultAsync(new { match = Posts, status = 503 });

        var response = await system.SendBatchAsync(SendRequests.Batch(SendRequests.Event("a"), SendRequests.Event("b"), SendRequests.Event("c")));

        Assert.All(response.Outcomes, outcome => Assert.Equal((202, string.Empty), outcome));
        foreach (var id in new[] { "a", "b", "c" })
        {
            await system.RecordAsync(id, "sent");
        }

        Assert.Equal(3, (await system.Control.MessagesAsync()).Count);
    }

    private static JsonElement Body(JsonElement post) => JsonDocument.Parse(post.GetProperty("body").GetString()!).RootElement;
}
