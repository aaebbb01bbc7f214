using System.Text.Json;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.EndToEndTests.Sending;

/// <summary>Each message type over each of the four routes.</summary>
public sealed class RoutesTests : IAsyncLifetime
{
    private const string Customer = $$$"""{"customer":{"id":"customer-7","integrationId":"{{{DevelopmentRecipients.IntegrationId}}}"}}""";

    private const string BotSession =
        $$$"""{"botSession":{"botId":"{{{DevelopmentRecipients.BotId}}}","botVersion":"{{{DevelopmentRecipients.BotVersion}}}","botSessionId":"{{{DevelopmentRecipients.BotSessionId}}}","languageCode":"{{{DevelopmentRecipients.BotLanguageCode}}}"}}""";

    private const string Email = """{"email":"recipient@example.com"}""";

    private const string Text = """{"type":"text","text":"Hello from a test"}""";

    private const string Card =
        """{"type":"card","title":"Invoice","subtitle":"500","actions":[{"type":"postBack","title":"Approve","payload":{"approved":true}},{"type":"openUrl","title":"View","url":"https://example.com/1"}]}""";

    private const string Replies = """{"type":"quickReplies","text":"Arrived?","replies":[{"text":"Yes","value":"y"},{"text":"No","value":"n"}]}""";

    private const string Carousel = """{"type":"carousel","cards":[{"title":"One"},{"title":"Two"}]}""";

    private TestSystem _system = null!;

    public async ValueTask InitializeAsync() => _system = await TestSystem.StartAsync();

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Theory]
    [InlineData("openMessaging", Email, Text, "", "Hello from a test")]
    [InlineData("openMessaging", Email, Card, "", "Approve")]
    [InlineData("openMessaging", Email, Replies, "quickReplies-as-card", "Arrived?")]
    [InlineData("openMessaging", Email, Carousel, "carousel-as-cards", "Two")]
    [InlineData("messagingEvents", SendRequests.Messenger, Text, "", "Hello from a test")]
    [InlineData("messagingEvents", SendRequests.Messenger, Card, "", "Approve")]
    [InlineData("messagingEvents", SendRequests.Messenger, Replies, "", "Yes")]
    [InlineData("messagingEvents", SendRequests.Messenger, Carousel, "", "Two")]
    [InlineData("agentless", Customer, Text, "", "Hello from a test")]
    [InlineData("agentless", Customer, Card, "card-as-text", "1. Approve")]
    [InlineData("agentless", Customer, Replies, "quickReplies-as-text", "1. Yes")]
    [InlineData("agentless", Customer, Carousel, "carousel-as-text", "Two")]
    [InlineData("botSession", BotSession, Text, "", "Hello from a test")]
    [InlineData("botSession", BotSession, Card, "", "Approve")]
    [InlineData("botSession", BotSession, Replies, "", "Yes")]
    [InlineData("botSession", BotSession, Carousel, "", "Two")]
    public async Task SendMessage_AnyRoute_ArrivesOnThePhone(string route, string to, string message, string degradations, string shown)
    {
        var response = await _system.SendAsync($$"""{"id":"routed","to":{{to}},"message":{{message}}}""");

        Assert.Equal((200, route), (response.Status, response.Json.GetProperty("route").GetString()));
        Assert.Equal(degradations, string.Join(' ', response.Json.GetProperty("degradations").EnumerateArray()));
        var delivered = Assert.Single(await _system.Control.MessagesAsync());
        Assert.Contains(shown, string.Join('\n', delivered.GetProperty("display").EnumerateArray().Select(line => line.GetString())), StringComparison.Ordinal);
        Assert.Equal(delivered.GetProperty("id").GetString(), response.Json.GetProperty("messageId").GetString());
    }

    [Theory]
    [InlineData(Email)]
    [InlineData(SendRequests.Messenger)]
    [InlineData(Customer)]
    [InlineData(BotSession)]
    public async Task SendQueuedMessage_AnyRoute_ArrivesAndIsIndexed(string to)
    {
        await _system.Storage.EnqueueAsync($$"""{"id":"routed","to":{{to}},"message":{{Text}}}""");

        await _system.RecordAsync("routed", "sent");

        Assert.Single(await _system.Control.MessagesAsync());
        string[] rows = to == Customer ? ["conversation", "message", "sending"] : ["conversation", "message"];
        Assert.Equal(rows, (await _system.Records.RowsAsync("RequestIndex")).Select(row => row.RowKey.Split('-')[0]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(Email, "openmessaging:send")]
    [InlineData(SendRequests.Messenger, "messaging:send")]
    [InlineData(Customer, "conversation:message:create")]
    [InlineData(BotSession, "integration:botconnector:send")]
    public async Task SendMessage_ScopeOfTheRouteMissing_NamesIt(string to, string scope)
    {
        await _system.Control.ClientAsync(new { scopes = new[] { "users:read" } });

        var response = await _system.SendAsync($$"""{"to":{{to}},"message":{{Text}}}""");

        Assert.Equal((503, "SM2103"), (response.Status, response.Code));
        Assert.Contains($" {scope}", response.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendMessage_UseExistingActiveConversation_IsForwarded()
    {
        var joining = Customer.Replace("\"customer-7\"", "\"customer-7\",\"useExistingActiveConversation\":true", StringComparison.Ordinal);

        await _system.SendAsync($$"""{"to":{{joining}},"message":{{Text}}}""");

        var post = Assert.Single(await _system.Control.RequestsAsync("/agentless"));
        Assert.True(JsonDocument.Parse(post.GetProperty("body").GetString()!).RootElement.GetProperty("useExistingActiveConversation").GetBoolean());
    }

    [Theory]
    [InlineData("""{"customer":{"id":"customer-7","integrationId":"00000000-0000-0000-0000-000000000000"}}""")]
    [InlineData("""{"botSession":{"botId":"orders-bot","botVersion":"1","botSessionId":"00000000-0000-0000-0000-000000000000","languageCode":"en-us"}}""")]
    public async Task SendMessage_UnknownCustomerOrBotSession_Is422(string to)
    {
        var response = await _system.SendAsync($$"""{"to":{{to}},"message":{{Text}}}""");

        Assert.Equal(422, response.Status);
        Assert.StartsWith("SM20", response.Code, StringComparison.Ordinal);
    }
}
