using System.Net;
using System.Text.Json;

namespace ServerlessMessaging.Tools.Tests.Simulator;

public sealed class OpenMessagingTests
{
    [Fact]
    public async Task SendMessage_Card_IsDeliveredUnchanged()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.SendAsync(TestMessages.Invoice);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var id = (await response.JsonAsync()).Text("id");
        var message = Assert.Single(await simulator.MessagesAsync());
        Assert.Equal(id, message.Text("id"));
        Assert.True(JsonElement.DeepEquals(
            JsonElement.Parse(TestMessages.Invoice).GetProperty("content"), message.GetProperty("content")));
        Assert.Equal(
            ["Invoice #1001", "Amount: $500.00", "(image: Company Logo)", "[Approve]", "[Reject]", "[View Details] https://example.com/details/12345"],
            message.List("display").Select(line => line.GetString()!));
    }

    [Theory]
    [InlineData("user:")]
    [InlineData("user%3A")]
    [InlineData("USER%3a")]
    public async Task SendMessage_ChannelPercentEncoded_IsDelivered(string prefix)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.CallAsync(
            await simulator.TokenAsync(),
            HttpMethod.Post,
            $"/api/v2/openmessaging/channels/{prefix}{RunningSimulator.RecipientId}/messages",
            TestMessages.Text);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Single(await simulator.MessagesAsync());
    }

    [Theory]
    [InlineData("user:00000000-0000-0000-0000-000000000000")]
    [InlineData("user:recipient@example.com")]
    [InlineData("6b1f7a52-0d0e-4c7b-9f2e-5f0c2f7f1a02")]
    [InlineData("user%3A6b1f7a52-0d0e-4c7b-9f2e-5f0c2f7f1a02%2F")]
    public async Task SendMessage_ChannelUnknown_Returns404(string channelId)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.CallAsync(
            await simulator.TokenAsync(), HttpMethod.Post, $"/api/v2/openmessaging/channels/{channelId}/messages", TestMessages.Text);

        await response.AssertRefusedAsync(HttpStatusCode.NotFound, "not.found", "Channel not found");
        Assert.Empty(await simulator.MessagesAsync());
    }

    [Fact]
    public async Task GetConversations_SeveralMessages_ListsUsersAndMessagesInOrder()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        for (var number = 1; number <= 3; number++)
        {
            using var response = await simulator.SendAsync($$"""{"type":"message","content":[{"type":"text","text":"{{number}}"}]}""");
        }

        var users = (await simulator.ControlJsonAsync("users")).Items();
        var conversations = WithUsers(await simulator.ControlJsonAsync("conversations"));
        var latest = WithUsers(await simulator.ControlJsonAsync("conversations?latest=1"));

        Assert.True(users.Count >= 3);
        Assert.Equal(users.Select(user => user.Text("id")), conversations.Select(one => one.GetProperty("user").Text("id")));
        Assert.Equal(["1", "2", "3"], Texts(conversations));
        Assert.Equal(["3"], Texts(latest));
    }

    private static IReadOnlyList<JsonElement> WithUsers(JsonElement conversations) =>
        [.. conversations.Items().Where(one => one.TryGetProperty("user", out _))];

    private static IEnumerable<string> Texts(IReadOnlyList<JsonElement> conversations) =>
        conversations.SelectMany(one => one.List("messages")).Select(message => message.List("display")[0].GetString()!);
}
