using System.Net;
using System.Text.Json;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.Tools.Tests.Simulator;

public sealed class AgentlessTests
{
    private const string From = $"\"fromAddress\":\"{DevelopmentRecipients.IntegrationId}\"";

    private const string Customer = "customer:c-42";

    /// <summary>Request, error message and field name.</summary>
    public static TheoryData<string, string, string?> InvalidCases => new()
    {
        { "[]", "The request body must be a JSON object", null },
        { """{"toAddress":"c-42"}""", "Missing required member 'fromAddress'", "fromAddress" },
        { $$"""{{{From}}}""", "Missing required member 'toAddress'", "toAddress" },
        { $$"""{{{From}},"toAddress":""}""", "'toAddress' must not be empty", "toAddress" },
        { $$"""{{{From}},"toAddress":"c-42"}""", "Missing required member 'toAddressMessengerType'", "toAddressMessengerType" },
        { $$"""{{{From}},"toAddress":"c-42","toAddressMessengerType":"Open"}""", "Invalid messenger type", "toAddressMessengerType" },
        { $$"""{{{From}},"toAddress":"c-42","toAddressMessengerType":"sms"}""", "The simulator sends to the messenger type open only", "toAddressMessengerType" },
        { $$"""{{{From}},"toAddress":"c-42","toAddressMessengerType":"open"}""", "Missing required member 'textBody'", "textBody" },
        { Message(new string('x', 2001)), "Text exceeds maximum length", "textBody" },
        { Message(members: ""","useExistingActiveConversation":"yes" """), "'useExistingActiveConversation' must be true or false", "useExistingActiveConversation" },
        { Message(members: ""","messagingTemplate":{}"""), "Unknown member 'messagingTemplate'", "messagingTemplate" },
    };

    [Fact]
    public async Task SendAgentless_ValidText_IsDeliveredAndDescribed()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var response = await SendAsync(simulator, Message(new string('x', 2000)));

        var conversation = (await simulator.ConversationAsync(Customer))!.Value;
        var message = Assert.Single(conversation.List("messages"));
        Assert.Equal(message.Text("id"), response.Text("id"));
        Assert.Equal(conversation.Text("id"), response.Text("conversationId"));
        Assert.Equal((DevelopmentRecipients.IntegrationId, "c-42", "open"), (response.Text("fromAddress"), response.Text("toAddress"), response.Text("messengerType")));
        Assert.False(response.GetProperty("useExistingActiveConversation").GetBoolean());
        Assert.True(response.GetProperty("timestamp").TryGetDateTimeOffset(out _));
        Assert.Equal((response.Text("id"), "outbound"), (response.GetProperty("message").Text("id"), response.GetProperty("message").Text("direction")));
        Assert.StartsWith("/api/v2/conversations/messages/", response.Text("selfUri"), StringComparison.Ordinal);
        Assert.Equal([new string('x', 2000)], message.List("display").Select(line => line.GetString()!));
        Assert.Equal(new string('x', 2000), message.Text("content"));
    }

    [Fact]
    public async Task GetConversations_AgentlessCustomer_ShowsIntegration()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        await SendAsync(simulator, Message());

        var conversation = (await simulator.ConversationAsync(Customer))!.Value;
        Assert.Equal("customer", conversation.GetProperty("contact").Text("kind"));
        Assert.Equal("Customer c-42", conversation.GetProperty("contact").Text("name"));
        Assert.Equal($"Agentless, integration {DevelopmentRecipients.IntegrationId}", conversation.GetProperty("contact").Text("address"));
        Assert.Equal(("c-42", DevelopmentRecipients.IntegrationId), (conversation.GetProperty("customer").Text("id"), conversation.GetProperty("customer").Text("integrationId")));
    }

    [Fact]
    public async Task SendAgentless_UseExistingActiveConversation_JoinsOnlyWhenTrue()
    {
        const string Join = ""","useExistingActiveConversation":true""";
        await using var simulator = await RunningSimulator.StartAsync();
        var first = await SendAsync(simulator, Message(members: Join));
        var joined = await SendAsync(simulator, Message(members: Join));
        var startedNew = await SendAsync(simulator, Message(members: ""","useExistingActiveConversation":false"""));
        var joinedNew = await SendAsync(simulator, Message(members: Join));
        var other = await SendAsync(simulator, Message(members: Join, to: "c-43"));

        Assert.Equal(first.Text("conversationId"), joined.Text("conversationId"));
        Assert.NotEqual(first.Text("conversationId"), startedNew.Text("conversationId"));
        Assert.Equal(startedNew.Text("conversationId"), joinedNew.Text("conversationId"));
        Assert.NotEqual(startedNew.Text("conversationId"), other.Text("conversationId"));
        Assert.True(joined.GetProperty("useExistingActiveConversation").GetBoolean());
        Assert.Equal(4, (await simulator.MessagesAsync(Customer)).Count);
        Assert.Single(await simulator.MessagesAsync("customer:c-43"));
    }

    [Fact]
    public async Task DeleteState_AgentlessCustomer_IsRemoved()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        await SendAsync(simulator, Message());
        using var cleared = await simulator.ControlAsync(HttpMethod.Delete, "state");

        Assert.Null(await simulator.ConversationAsync(Customer));
    }

    [Fact]
    public async Task SendAgentless_IntegrationUnknown_Returns404()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.PostAsync(
            RunningSimulator.AgentlessPath,
            Message().Replace(DevelopmentRecipients.IntegrationId, "00000000-0000-0000-0000-000000000000", StringComparison.Ordinal));

        await response.AssertRefusedAsync(HttpStatusCode.NotFound, "not.found", "Integration not found");
        Assert.Null(await simulator.ConversationAsync(Customer));
    }

    [Theory]
    [MemberData(nameof(InvalidCases), DisableDiscoveryEnumeration = true)]
    public async Task SendAgentless_InvalidMessage_Returns400WithField(string json, string message, string? field)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.PostAsync(RunningSimulator.AgentlessPath, json);

        var body = await response.AssertRefusedAsync(HttpStatusCode.BadRequest, "bad.request", message);
        Assert.Equal(field is null ? [] : [field], body.List("details").Select(detail => detail.Text("fieldName")));
        Assert.Null(await simulator.ConversationAsync(Customer));
    }

    private static string Message(string text = "Hello", string members = "", string to = "c-42") =>
        $$"""{{{From}},"toAddress":"{{to}}","toAddressMessengerType":"open","textBody":"{{text}}"{{members}}}""";

    private static async Task<JsonElement> SendAsync(RunningSimulator simulator, string json)
    {
        using var response = await simulator.PostAsync(RunningSimulator.AgentlessPath, json);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.JsonAsync();
    }
}
