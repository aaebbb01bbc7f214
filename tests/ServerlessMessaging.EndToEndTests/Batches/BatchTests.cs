using System.Text;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Batches;

/// <summary>A batch of requests: one outcome for each, in order.</summary>
public sealed class BatchTests : IAsyncLifetime
{
    private TestSystem _system = null!;

    public async ValueTask InitializeAsync() => _system = await TestSystem.StartAsync();

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task SendMessageBatch_ValidItems_ReturnsAnOutcomeForEachInOrder(int count)
    {
        var requests = Enumerable.Range(0, count).Select(number => number % 3 == 0 ? SendRequests.WithId($"item-{number}") : SendRequests.Event($"item-{number}"));

        var response = await _system.SendBatchAsync(SendRequests.Batch(requests));

        Assert.Equal(200, response.Status);
        Assert.All(response.Outcomes, outcome => Assert.Equal((200, string.Empty), outcome));
        Assert.Equal(Enumerable.Range(0, count).Select(number => $"item-{number}"), response.Items.Select(item => item.GetProperty("id").GetString()));
        Assert.Equal(count, response.Items.Select(item => item.GetProperty("messageId").GetString()).Distinct().Count());
        Assert.Equal(count, (await _system.Control.MessagesAsync()).Count);
    }

    [Fact]
    public async Task SendMessageBatch_InvalidItems_FailAlone()
    {
        var response = await _system.SendBatchAsync(SendRequests.Batch(
            SendRequests.WithId("first"),
            "\"no request\"",
            """{"id":"typo","too":{}}""",
            SendRequests.To("{}"),
            SendRequests.WithId(".."),
            SendRequests.WithId("batch"),
            """{"id":"unknown","to":{"email":"unknown@example.com"},"message":{"type":"text","text":"x"}}""",
            SendRequests.Event("last")));

        Assert.Equal(
            [(200, ""), (400, "SM1004"), (400, "SM1002"), (422, "SM1100"), (422, "SM1100"), (422, "SM1100"), (422, "SM2001"), (200, "")],
            response.Outcomes);
        var dots = response.Items[4].GetProperty("errors")[0];
        Assert.Equal(("SM1107", "/id"), (dots.GetProperty("code").GetString(), dots.GetProperty("pointer").GetString()));
        Assert.Equal(2, (await _system.Control.MessagesAsync()).Count);
        Assert.Equal(["first", "last", "unknown"], await _system.Records.IdsAsync());
    }

    [Fact]
    public async Task SendMessageBatch_ItemsWithoutId_GetAnIdEach()
    {
        var response = await _system.SendBatchAsync(SendRequests.Batch(SendRequests.Text, SendRequests.Text));

        Assert.Equal(2, response.Items.Select(item => item.GetProperty("id").GetString()).Distinct().Count());
        Assert.Equal(2, (await _system.Control.MessagesAsync()).Count);
    }

    [Fact]
    public async Task SendMessageBatch_EqualIds_FollowTheStateTable()
    {
        var response = await _system.SendBatchAsync(SendRequests.Batch(SendRequests.WithId("twice"), SendRequests.WithId("twice"), SendRequests.PayloadMismatch("twice")));

        Assert.Equal([(200, ""), (200, ""), (422, "SM3005")], response.Outcomes);
        Assert.Equal([false, true, false], response.Items.Select(item => item.TryGetProperty("replayed", out var replayed) && replayed.GetBoolean()));
        Assert.Equal(response.Items[0].GetProperty("messageId").GetString(), response.Items[1].GetProperty("messageId").GetString());
        Assert.Single(await _system.Control.MessagesAsync());
    }

    [Fact]
    public async Task SendMessageBatch_IdOfAFailedItem_IsSent()
    {
        var response = await _system.SendBatchAsync(SendRequests.Batch(
            """{"id":"twice","to":{"email":"unknown@example.com"},"message":{"type":"text","text":"x"}}""", SendRequests.WithId("twice")));

        Assert.Equal([(422, "SM2001"), (200, "")], response.Outcomes);
    }

    [Fact]
    public async Task SendMessageBatch_RepeatedBatch_IsSentOnce()
    {
        var batch = SendRequests.Batch(Enumerable.Range(0, 10).Select(number => SendRequests.Event($"item-{number}")));

        var first = await _system.SendBatchAsync(batch);
        var second = await _system.SendBatchAsync(batch);

        Assert.Equal(first.Items.Select(item => item.GetProperty("messageId").GetString()), second.Items.Select(item => item.GetProperty("messageId").GetString()));
        Assert.All(second.Items, item => Assert.True(item.GetProperty("replayed").GetBoolean()));
        Assert.Equal(10, (await _system.Control.MessagesAsync()).Count);
    }

    [Theory]
    [InlineData("[]", 400, "SM1011")]
    [InlineData("{}", 400, "SM1011")]
    [InlineData("7", 400, "SM1011")]
    [InlineData("null", 400, "SM1011")]
    [InlineData("", 400, "SM1001")]
    [InlineData("[{},", 400, "SM1001")]
    [InlineData("[] []", 400, "SM1001")]
    public async Task SendMessageBatch_NoListOfRequests_Is400(string body, int status, string code)
    {
        var response = await _system.SendBatchAsync(body);

        Assert.Equal((status, code), (response.Status, response.Code));
        Assert.Contains(EventIds.BatchMalformed, _system.Log.EventIds);
    }

    [Fact]
    public async Task SendMessageBatch_MoreThan100Items_SendsNone()
    {
        var response = await _system.SendBatchAsync(SendRequests.Batch(Enumerable.Repeat(SendRequests.Text, 101)));

        Assert.Equal((400, "SM1011"), (response.Status, response.Code));
        Assert.Contains("101", response.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(await _system.Records.IdsAsync());
    }

    [Theory]
    [InlineData(1, 200)]
    [InlineData(2, 413)]
    public async Task SendMessageBatch_BodySize_IsLimitedToOneMebibyte(int mebibytes, int status)
    {
        var batch = SendRequests.Batch(SendRequests.Text);

        var response = await _system.SendBatchAsync(batch + new string(' ', (mebibytes * 1024 * 1024) - Encoding.UTF8.GetByteCount(batch)));

        Assert.Equal(status, response.Status);
        Assert.True(status == 200 || response.Code == "SM1009");
    }

    [Fact]
    public async Task SendMessageBatch_IdempotencyKey_Is400()
    {
        var response = await _system.SendBatchAsync(SendRequests.Batch(SendRequests.Text), ("Idempotency-Key", "one"));

        Assert.Equal((400, "SM1007"), (response.Status, response.Code));
        Assert.Empty(await _system.Control.PostsAsync());
    }
}
