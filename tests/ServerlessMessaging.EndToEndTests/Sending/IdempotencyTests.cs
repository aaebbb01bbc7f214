using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.Sending;

/// <summary>One id is one message, however often it is repeated; records are in real storage.</summary>
public sealed class IdempotencyTests
{
    [Fact]
    public async Task SendMessage_FiftySimultaneousRepeats_SendOnce()
    {
        await using var system = await TestSystem.StartAsync();

        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => system.SendAsync(SendRequests.WithId("fifty"))));

        Assert.Single(await system.Control.PostsAsync());
        Assert.Single(responses, response => response.Status == 200 && !response.Headers.Contains("Idempotent-Replayed"));
        Assert.All(responses, response => Assert.True(response.Status == 200 || (response.Code == "SM3006" && response.RetryAfter > TimeSpan.Zero), response.ToString()));
    }

    [Fact]
    public async Task SendMessage_Repeat_ReturnsTheFirstResponse()
    {
        await using var system = await TestSystem.StartAsync();
        var first = await system.SendAsync(SendRequests.WithId("again"));

        var second = await system.SendAsync(SendRequests.WithId("again"));

        Assert.Equal((200, first.Body), (second.Status, second.Body));
        Assert.Equal("true", Assert.Single(second.Headers.GetValues("Idempotent-Replayed")));
        Assert.Single(await system.Control.MessagesAsync());
    }

    [Fact]
    public async Task SendMessage_RepeatOfARefusedRequest_IsSent()
    {
        await using var system = await TestSystem.StartAsync();
        await system.Control.FaultAsync(new { match = "POST /api/v2/openmessaging/", status = 400 });
        Assert.Equal(422, (await system.SendAsync(SendRequests.WithId("later"))).Status);

        Assert.Equal(200, (await system.SendAsync(SendRequests.WithId("later"))).Status);
        var record = (await system.GetAsync("/api/messages/later")).Json;
        Assert.Equal(("sent", 2, "SM2007"), (record.GetProperty("status").GetString(), record.GetProperty("attempt").GetInt32(), record.GetProperty("failures")[0].GetProperty("code").GetString()));
    }

    [Fact]
    public async Task SendMessage_RepeatOfAParkedRequest_Is409()
    {
        await using var system = await TestSystem.StartAsync(("Records:OnUnknownOutcome", "Park"));
        await system.Control.FaultAsync(new { match = "POST /api/v2/openmessaging/", dropConnection = true, when = "after" });
        Assert.Equal(504, (await system.SendAsync(SendRequests.WithId("lost"))).Status);

        var again = await system.SendAsync(SendRequests.WithId("lost"));

        Assert.Equal((409, "SM3007"), (again.Status, again.Code));
        Assert.Single(await system.Control.PostsAsync());
        Assert.Equal(1, (await system.GetAsync("/api/messages/lost")).Json.GetProperty("unknownOutcomes").GetInt32());
    }

    [Fact]
    public async Task SendMessage_StorageUnreachable_Is503()
    {
        const string nowhere = "DefaultEndpointsProtocol=http;AccountName=gone;AccountKey=AAAA;BlobEndpoint=http://127.0.0.1:1/gone;QueueEndpoint=http://127.0.0.1:1/gone";
        await using var system = await TestSystem.StartAsync(("AzureWebJobsStorage", nowhere));

        var response = await system.SendAsync(SendRequests.Text);

        Assert.Equal((503, "SM4004"), (response.Status, response.Code));
        Assert.NotNull(response.RetryAfter);
        Assert.Empty(await system.Control.RequestsAsync("/api/v2"));
    }

    [Fact]
    public async Task GetMessage_SentRequest_ReturnsItsRecord()
    {
        await using var system = await TestSystem.StartAsync();
        var sent = await system.SendAsync(SendRequests.WithId("invoice.1:a"));

        var record = await system.GetAsync("/api/messages/invoice.1:a");

        Assert.Equal(200, record.Status);
        Assert.Equal(sent.Json.GetProperty("messageId").GetString(), record.Json.GetProperty("messageId").GetString());
        Assert.Equal(("sent", "openMessaging", 1), (record.Json.GetProperty("status").GetString(), record.Json.GetProperty("route").GetString(), record.Json.GetProperty("attempt").GetInt32()));
        Assert.DoesNotContain("recipient@example.com", record.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/messages/unknown-knows")]
    [InlineData("/api/messages/..%2Fsends")]
    [InlineData("/api/messages/%2e%2e%2fx")]
    public async Task GetMessage_UnknownId_Is404(string path)
    {
        await using var system = await TestSystem.StartAsync();

        var response = await system.GetAsync(path);

        Assert.Equal((404, "SM3004"), (response.Status, response.Code));
    }
}
