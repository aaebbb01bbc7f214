using System.Text.Json;
using ServerlessMessaging.DevHost.Hosting;
using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.Sending;

public sealed class SendMessageTests : IAsyncLifetime
{
    private TestSystem _system = null!;

    public async ValueTask InitializeAsync() => _system = await TestSystem.StartAsync();

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    public static TheoryData<string> Samples => [.. Directory.GetFiles(Path.Combine(RepositoryFolder.Find(), "samples"), "*.json").Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task SendMessage_EachSample_ArrivesOnThePhone(string sample)
    {
        var response = await _system.SendAsync(await File.ReadAllTextAsync(Path.Combine(RepositoryFolder.Find(), "samples", sample), TestContext.Current.CancellationToken));

        Assert.Equal(200, response.Status);
        var message = Assert.Single(await _system.Control.MessagesAsync());
        Assert.Equal(message.GetProperty("id").GetString(), response.Json.GetProperty("messageId").GetString());
        Assert.Equal("sent", response.Json.GetProperty("status").GetString());
        Assert.Equal(sample == "5-conversation.json" ? "messagingEvents" : "openMessaging", response.Json.GetProperty("route").GetString());
    }

    [Fact]
    public async Task SendMessage_Card_EqualsTheTutorialByteForByte()
    {
        var folder = RepositoryFolder.Find();

        await _system.SendAsync(await File.ReadAllTextAsync(Path.Combine(folder, "samples", "2-invoice-card.json"), TestContext.Current.CancellationToken));

        var post = Assert.Single(await _system.Control.PostsAsync());
        var wire = await File.ReadAllTextAsync(
            Path.Combine(folder, "tests", "ServerlessMessaging.Tests", "Genesys", "Routes", "Wire", "card.wire.json"), TestContext.Current.CancellationToken);
        Assert.Equal(wire.TrimEnd('\n'), post.GetProperty("body").GetString());
        Assert.Equal($"/api/v2/openmessaging/channels/user:{await _system.Control.UserIdAsync()}/messages", post.GetProperty("path").GetString());
    }

    [Fact]
    public async Task SendMessage_UserIdOrChannelId_NeedsNoLookUp()
    {
        var user = await _system.Control.UserIdAsync();

        Assert.Equal(200, (await _system.SendAsync(SendRequests.To($$"""{"userId":"{{user}}"}"""))).Status);
        Assert.Equal(200, (await _system.SendAsync(SendRequests.To($$"""{"channelId":"user:{{user}}"}"""))).Status);

        Assert.Empty(await _system.Control.RequestsAsync("/users"));
        Assert.Equal(2, (await _system.Control.MessagesAsync()).Count);
    }

    [Fact]
    public async Task SendMessage_TwentySimultaneousRequests_ShareTokenAndLookUp()
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _system.SendAsync(SendRequests.Text)));

        Assert.All(responses, response => Assert.Equal(200, response.Status));
        Assert.Single(await _system.Control.RequestsAsync("/oauth/token"));
        Assert.Single(await _system.Control.RequestsAsync("/api/v2/users"));
        Assert.Equal(20, (await _system.Control.MessagesAsync()).Count);
    }

    [Theory]
    [InlineData("header-1", "header-1")]
    [InlineData("\"header-2\"", "header-2")]
    public async Task SendMessage_IdempotencyKey_IsTheId(string header, string id)
    {
        var response = await _system.SendAsync(SendRequests.Text, ("Idempotency-Key", header));

        Assert.Equal(id, response.Json.GetProperty("id").GetString());
    }

    [Fact]
    public async Task SendMessage_WithAndWithoutId_ReturnsAnId()
    {
        var given = await _system.SendAsync(SendRequests.WithId("invoice.1001:a_b-c"));
        var generated = await _system.SendAsync(SendRequests.Text);

        Assert.Equal("invoice.1001:a_b-c", given.Json.GetProperty("id").GetString());
        Assert.Equal(7, Guid.Parse(generated.Json.GetProperty("id").GetString()!).Version);
    }

    [Fact]
    public async Task SendMessage_Degradation_IsReported()
    {
        var response = await _system.SendAsync(SendRequests.Message("""{"type":"quickReplies","text":"Now?","replies":[{"text":"Yes","value":"y"}]}"""));

        Assert.Equal("quickReplies-as-card", Assert.Single(response.Json.GetProperty("degradations").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task SendMessage_Response_IsNotCacheable()
    {
        var response = await _system.SendAsync(SendRequests.Text);

        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task PreviewMessage_Text_SendsNothing()
    {
        var response = await _system.PostAsync("/api/messages/preview", SendRequests.Text);

        Assert.Equal(200, response.Status);
        Assert.Equal("Hello from a test", response.Json.GetProperty("request").GetProperty("body").GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Empty(await _system.Control.RequestsAsync());
    }

    [Fact]
    public async Task SendMessage_Response_HasTheMembersOfTheContract()
    {
        var response = await _system.SendAsync(SendRequests.Text);

        Assert.Equal(["id", "status", "route", "messageId", "degradations"], response.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(JsonValueKind.Array, response.Json.GetProperty("degradations").ValueKind);
    }
}
