using System.Text.Json;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Simulator;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Sending;

/// <summary>The rows of the second tutorial's "Common errors", and the response to each.</summary>
public sealed class MessagingEventsErrorsTests : IAsyncLifetime
{
    private const string Posts = "POST /api/v2/messaging/messaging/events";

    private TestSystem _system = null!;

    public async ValueTask InitializeAsync() => _system = await TestSystem.StartAsync(("Genesys:MaxRetries", "0"));

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task SendMessage_ClientRefused_Is503()
    {
        await _system.Control.ClientAsync(new { secret = "another" });

        var response = await _system.SendAsync(SendRequests.Event("refused"));

        Assert.Equal((503, "SM2101", 401), StatusCodes(response));
        Assert.NotNull(response.RetryAfter);
    }

    [Fact]
    public async Task SendMessage_TokenRefused_Is503()
    {
        await _system.Control.FaultAsync(new { match = Posts, status = 401, times = 0 });

        var response = await _system.SendAsync(SendRequests.Event("refused"));

        Assert.Equal((503, "SM2102", 401), StatusCodes(response));
        Assert.Equal(2, (await _system.Control.EventPostsAsync()).Count);
    }

    [Fact]
    public async Task SendMessage_ScopeMissing_Is503AndNamesIt()
    {
        await _system.Control.ClientAsync(new { scopes = new[] { "users:read", "openmessaging:send" } });

        var response = await _system.SendAsync(SendRequests.Event("refused"));

        Assert.Equal((503, "SM2103", 403), StatusCodes(response));
        Assert.Contains("messaging:send", Detail(response).Replace("openmessaging:send", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(EventIds.PermissionMissing, _system.Log.EventIds);
    }

    [Fact]
    public async Task SendMessage_InvalidTemplate_Is422()
    {
        await _system.Control.FaultAsync(new { match = Posts, item = 0, body = """{"error":{"code":"bad.request","message":"Invalid template: cards"}}""" });

        var response = await _system.SendAsync(SendRequests.Event("refused"));

        Assert.Equal((422, "SM2003"), (response.Status, response.Code));
        Assert.Contains("/api/messages/preview", Detail(response), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unknown", DevelopmentRecipients.MessengerChannel, DevelopmentRecipients.MessengerProvider, "Conversation not found")]
    [InlineData(DevelopmentRecipients.MessengerConversation, "nowhere", DevelopmentRecipients.MessengerProvider, "Channel not found")]
    [InlineData(DevelopmentRecipients.MessengerConversation, DevelopmentRecipients.MessengerChannel, "pigeon", "Provider not found")]
    public async Task SendMessage_UnknownConversationChannelOrProvider_Is422(string conversation, string channel, string provider, string genesysMessage)
    {
        var response = await _system.SendAsync(SendRequests.Event("refused", recipient: Conversation(conversation, channel, provider)));

        Assert.Equal((422, "SM2004", genesysMessage), (response.Status, response.Code, response.Json.GetProperty("genesysMessage").GetString()));
        Assert.Contains(EventIds.MessageRefused, _system.Log.EventIds);
    }

    [Fact]
    public async Task SendMessage_OutsideThe24HourWindow_Is422()
    {
        var response = await _system.SendAsync(SendRequests.Event(
            "refused", recipient: Conversation(DevelopmentRecipients.ClosedConversation, DevelopmentRecipients.MessengerChannel, DevelopmentRecipients.MessengerProvider)));

        Assert.Equal((422, "SM2006"), (response.Status, response.Code));
        Assert.Contains("24 hours", Detail(response), StringComparison.Ordinal);
        Assert.Empty(await _system.Control.MessagesAsync());
    }

    [Theory]
    [InlineData(4, DevelopmentRecipients.MessengerConversation, DevelopmentRecipients.MessengerChannel, DevelopmentRecipients.MessengerProvider)]
    [InlineData(14, DevelopmentRecipients.InstagramConversation, DevelopmentRecipients.InstagramChannel, DevelopmentRecipients.InstagramProvider)]
    public async Task SendMessage_TooManyQuickReplies_Is422WithoutAPost(int count, string conversation, string channel, string provider)
    {
        var response = await _system.SendAsync(QuickReplies(count, Conversation(conversation, channel, provider)));

        Assert.Equal((422, "SM1110", "/message/replies"), (response.Status, Error(response, "code"), Error(response, "pointer")));
        Assert.Contains($"{count - 1}", Error(response, "detail"), StringComparison.Ordinal);
        Assert.Empty(await _system.Control.RequestsAsync());
    }

    [Theory]
    [InlineData(3, DevelopmentRecipients.MessengerConversation, DevelopmentRecipients.MessengerChannel, DevelopmentRecipients.MessengerProvider)]
    [InlineData(13, DevelopmentRecipients.InstagramConversation, DevelopmentRecipients.InstagramChannel, DevelopmentRecipients.InstagramProvider)]
    public async Task SendMessage_QuickRepliesAtTheLimit_Arrive(int count, string conversation, string channel, string provider)
    {
        Assert.Equal(200, (await _system.SendAsync(QuickReplies(count, Conversation(conversation, channel, provider)))).Status);
        Assert.Single(await _system.Control.MessagesAsync());
    }

    [Fact]
    public async Task SendMessage_LimitRaisedAboveGenesys_Is422WithTheMessageOfGenesys()
    {
        await using var system = await TestSystem.StartAsync(("Limits:Providers:messenger:QuickReplies", "13"));

        var response = await system.SendAsync(QuickReplies(4, SendRequests.Messenger));

        Assert.Equal((422, "SM2007"), (response.Status, response.Code));
        Assert.Contains("3 quick replies", response.Json.GetProperty("genesysMessage").GetString(), StringComparison.Ordinal);
        Assert.Single(await system.Control.EventPostsAsync());
    }

    [Fact]
    public async Task SendMessage_PayloadTooLargeForGenesys_Is422()
    {
        await using var system = await TestSystem.StartAsync(("Limits:Providers:messenger:PayloadLength", "3000"));

        var response = await system.SendAsync(
            $$$"""{"to":{{{SendRequests.Messenger}}},"message":{"type":"card","title":"x","actions":[{"type":"postBack","title":"Go","payload":"{{{new string('x', 2049)}}}"}]}}""");

        Assert.Equal((422, "SM2005", "Payload exceeds maximum length"), (response.Status, response.Code, response.Json.GetProperty("genesysMessage").GetString()));
    }

    [Fact]
    public async Task SendMessage_PostTooLargeForGenesys_Is422()
    {
        await _system.Control.FaultAsync(new { match = Posts, status = 413 });

        var response = await _system.SendAsync(SendRequests.Event("refused"));

        Assert.Equal((422, "SM2005", 413), StatusCodes(response));
    }

    [Fact]
    public async Task SendMessage_RateLimited_IsDeferred()
    {
        await _system.Control.FaultAsync(new { match = Posts, status = 429, retryAfter = 42 });

        Assert.Equal(202, (await _system.SendAsync(SendRequests.Event("limited"))).Status);

        Assert.InRange(Assert.Single(_system.StorageRequests.Puts).Visibility.TotalSeconds, 42, 48);
        Assert.Contains(EventIds.RateLimited, _system.Log.EventIds);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task SendMessage_ServerError_IsDeferredAndSent(int status)
    {
        await _system.Control.FaultAsync(new { match = Posts, status });

        Assert.Equal(202, (await _system.SendAsync(SendRequests.Event("waiting"))).Status);

        await _system.RecordAsync("waiting", "sent");
        Assert.Single(await _system.Control.MessagesAsync());
    }

    [Theory]
    [InlineData(502)]
    [InlineData(504)]
    public async Task SendMessage_GatewayError_IsAnUnknownOutcome(int status)
    {
        await _system.Control.FaultAsync(new { match = Posts, status, when = "after" });

        Assert.Equal(202, (await _system.SendAsync(SendRequests.Event("lost"))).Status);

        Assert.Equal(1, (await _system.RecordAsync("lost", "sent")).Json.GetProperty("unknownOutcomes").GetInt32());
    }

    private static (int, string?, int) StatusCodes(HttpResult response) => (response.Status, response.Code, response.Json.GetProperty("genesysStatus").GetInt32());

    private static string Detail(HttpResult response) => response.Json.GetProperty("detail").GetString()!;

    private static string? Error(HttpResult response, string member) => response.Json.GetProperty("errors")[0].GetProperty(member).GetString();

    private static string Conversation(string id, string channelId, string providerId) => JsonSerializer.Serialize(new { conversation = new { id, channelId, providerId } });

    private static string QuickReplies(int count, string recipient) => JsonSerializer.Serialize(new
    {
        to = JsonDocument.Parse(recipient).RootElement,
        message = new { type = "quickReplies", text = "Which?", replies = Enumerable.Range(1, count).Select(number => new { text = $"Reply {number}", value = $"{number}" }) },
    });
}
