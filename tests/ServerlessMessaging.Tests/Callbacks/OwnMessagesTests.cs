using System.Net;
using System.Text.Json.Nodes;
using ServerlessMessaging.Callbacks;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Callbacks;

/// <summary>Genesys posts every outbound message of an integration to the webhook, those of the application too.</summary>
public sealed class OwnMessagesTests : IDisposable
{
    private const string QuickReplies = """{"type":"quickReplies","text":"Proceed?","replies":[{"text":"Yes","value":"y"},{"text":"No","value":"n"}]}""";
    private const string Agentless = "/api/v2/conversations/messages/agentless";
    private const string Original = """{"type":"card","title":"Invoice <1>","subtitle":"é","image":{"url":"https://x/y.png","altText":"Logo"},"actions":[{"type":"postBack","title":"Approve","payload":"a"},{"type":"openUrl","title":"More","url":"https://x/z"}]}""";
    private const string SecretOfA = "secret-of-integration-a-0123";
    private ProductFixture _product = Create();

    private FlowEvent Event => Assert.Single(_product.Flow.Received).Event;

    [Fact]
    public async Task RouteMessage_OwnMessage_GoesToTheFlowOfItsRequest()
    {
        await SendAsync();
        await ReceiveAsync();

        Assert.Equal(["approvals"], _product.Flows());
        Assert.Equal(("serverlessmessaging.message.v1", "r-2", "m-2", "1. Yes"), (Event.Type, Event["requestId"], Event["originatingMessageId"], Event["text"]));
        Assert.Equal(("approvals", "u-1"), (Event["replyTo"], (string?)Event.Node("to")!["customer"]!["id"]));
        Assert.Null(Event.Node("original"));
    }

    [Theory]
    [InlineData("int-a", null, "actions")]
    [InlineData("int-a", "removed", "actions")]
    [InlineData("int-1", null, null)]
    [InlineData("int-1", "removed", null)]
    public async Task RouteMessage_OwnMessageWithoutAFlow_GoesToThatOfTheIntegrationButNeverToDefault(string integration, string? replyTo, string? flow)
    {
        await SendAsync(integration: integration, replyTo: replyTo);
        await ReceiveAsync(integration);

        Assert.Equal(flow is null ? [] : [flow], _product.Flows());
        Assert.Equal(flow is null, _product.Log.EventIds.Contains(EventIds.OwnMessageRecognised));
        Assert.Empty(await _product.DeadLettersAsync());
        Assert.Empty(_product.Callbacks());
    }

    [Fact]
    public async Task RouteMessage_OwnMessageBeforeItsIndexRow_WaitsFiveSecondsOnce()
    {
        // The webhook comes while Genesys still responds to the post.
        _product.Genesys.On(Agentless, async (_, _) =>
        {
            await ReceiveAsync();
            return ScriptedGenesys.CreateResponse(HttpStatusCode.OK, """{"id":"m-2"}""");
        });
        Assert.Equal(200, (await PostAsync()).HttpStatus);

        Assert.Empty(_product.Flow.Received);
        Assert.Equal((2, 5.0), (Assert.Single(_product.Callbacks()).Callback.Attempt, _product.Callbacks()[0].Seconds));
        await _product.DeliverWhenDueAsync();

        Assert.Equal(["approvals"], _product.Flows());
        Assert.Equal("r-2", Event["requestId"]);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(59, true)]
    [InlineData(60, false)]
    public async Task RouteMessage_UnknownMessage_WaitsOnceAndOnlyForARecentSend(int seconds, bool waits)
    {
        await SendAsync();
        _product.Time.Advance(TimeSpan.FromSeconds(seconds));
        await ReceiveAsync(id: "m-agent");

        Assert.Equal(waits ? 0 : 1, _product.Flow.Received.Count);
        await _product.DeliverAllAsync();

        Assert.Equal(["default"], _product.Flows());
        Assert.Null(Event["requestId"]);
    }

    [Theory]
    [InlineData("int-1", "u-9")]
    [InlineData("int-9", "u-1")]
    public async Task RouteMessage_UnknownMessageToAnotherCustomer_DoesNotWait(string integration, string customer)
    {
        await SendAsync();
        await ReceiveAsync(integration, customer, "m-agent");

        Assert.Equal(["default"], _product.Flows());
    }

    [Fact]
    public async Task RouteMessage_IdOfAnotherIntegration_IsNotOwn()
    {
        await SendAsync();
        await ReceiveAsync("int-9");

        Assert.Equal(["default"], _product.Flows());
        Assert.Null(Event["requestId"]);
    }

    [Fact]
    public async Task RouteMessage_SendThatFailed_DoesNotClaimTheMessageOfAnother()
    {
        _product.Genesys.On(Agentless, HttpStatusCode.BadRequest, """{"code":"bad.request","message":"no"}""");
        Assert.Equal(422, (await PostAsync()).HttpStatus);
        await ReceiveAsync();
        await _product.DeliverAllAsync();

        Assert.Equal(["default"], _product.Flows());
        Assert.Null(Event["requestId"]);
    }

    [Theory]
    [InlineData(Original)]
    [InlineData(QuickReplies)]
    [InlineData("""{"type":"carousel","cards":[{"title":"A","actions":[{"type":"imBack","title":"Go","payload":"go"}]},{"title":"B","actions":[]}]}""")]
    public async Task RouteMessage_ContentKept_HasTheMessageAsItWasRequested(string message)
    {
        Recreate(("Records:ContentRetention", "0.01:00:00"));
        await SendAsync(message);
        await ReceiveAsync();

        var original = Event.Node("original")!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(message), original), original.ToJsonString());
    }

    [Fact]
    public async Task RouteMessage_ContentOlderThanItsRetention_HasNone()
    {
        Recreate(("Records:ContentRetention", "0.01:00:00"));
        await SendAsync();
        _product.Time.Advance(TimeSpan.FromHours(1));
        await ReceiveAsync();

        Assert.Equal(("r-2", null), (Event["requestId"], Event.Node("original")));
    }

    [Theory]
    [InlineData("0.00:00:00", "customer", 0)]
    [InlineData("0.01:00:00", "customer", 1)]
    [InlineData("0.01:00:00", "user", 0)]
    public async Task Send_Content_IsKeptForAgentlessOnlyAndOnRequest(string retention, string recipient, int blobs)
    {
        Recreate(("Records:ContentRetention", retention));
        await (recipient == "user" ? _product.SendAsync() : SendAsync());

        Assert.Equal(blobs, _product.Blobs.Names(ContainerNames.Payloads).Count(name => name.StartsWith("originals/r-2/", StringComparison.Ordinal)));
        Assert.DoesNotContain("Proceed?", string.Concat(_product.Tables.Rows(TableNames.RequestIndex).Concat(_product.Tables.Rows(TableNames.MessageRecords)).Select(row => row.ToJsonString())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ContentCannotBeKept_IsSentAndRecognisedWithoutIt()
    {
        Recreate(("Records:ContentRetention", "0.01:00:00"));
        _product.Blobs.FaultsOf(ContainerNames.Payloads).Refuse(times: 1);
        await SendAsync();
        await ReceiveAsync();

        Assert.Equal(("r-2", null), (Event["requestId"], Event.Node("original")));
        Assert.Contains(EventIds.SendNotPrepared, _product.Log.EventIds);
    }

    [Fact]
    public async Task Send_RecentSendCannotBeWritten_IsSent()
    {
        _product.Tables.FaultsOf(TableNames.RequestIndex).Refuse(times: 1);
        await SendAsync();

        Assert.Equal(MessageState.Sent, _product.Record("r-2").State);
        Assert.Contains(EventIds.SendNotPrepared, _product.Log.EventIds);
    }

    [Fact]
    public async Task RouteMessage_EventTooLargeForTheQueue_LeavesOutTheOriginal()
    {
        Recreate(("Records:ContentRetention", "0.01:00:00"), ("BotFlows:queue:Queue", "events"), ("Limits:Agentless:UrlLength", "70000"));
        await SendAsync($$$"""{"type":"card","title":"T","actions":[],"image":{"url":"https://x/{{{new string('y', 61_000)}}}"}}""", replyTo: "queue");
        await ReceiveAsync();

        Assert.Empty(await _product.DeadLettersAsync());
        Assert.DoesNotContain("original\"", Assert.Single(_product.Queues.On("events")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RouteText_NumberAfterTheOwnMessageCameBack_IsAPostBack()
    {
        Recreate(("Records:ContentRetention", "0.01:00:00"));
        await SendAsync();
        await ReceiveAsync();
        await _product.ReceiveAndDeliverAsync(Webhooks.Change(Webhooks.Text, root => (root["text"], root["channel"]!["time"]) = ("2", Now(1))));

        var press = _product.Flow.Received[1].Event;
        Assert.Equal(("serverlessmessaging.postback.v1", "n", "number", "r-2"), (press.Type, press["rawPayload"], press["matchedBy"], press["requestId"]));
    }

    [Fact]
    public async Task RouteText_NumberWhileTheQuestionOfAnAgentWaits_IsAText()
    {
        await SendAsync();
        _product.Time.Advance(TimeSpan.FromSeconds(1));
        await ReceiveAsync(id: "m-agent");
        Assert.Single(_product.Callbacks());
        await _product.EnqueueCallbackAsync(_product.Envelope(Webhooks.Change(Webhooks.Text, root => (root["text"], root["channel"]!["time"]) = ("2", Now(1)))) with { SecretName = "genesys-webhook-secret" });

        Assert.Equal("serverlessmessaging.text.v1", Event.Type);
    }

    public void Dispose() => _product.Dispose();

    private static ProductFixture Create(params (string Key, string Value)[] settings)
    {
        var product = CallbackFixture.Create(
        [
            ("Webhook:SecretNames:0", "genesys-webhook-secret"),
            ("Webhook:Integrations:a:Id", "int-a"), ("Webhook:Integrations:a:SecretName", "webhook-a"), ("Webhook:Integrations:a:BotFlow", "actions"),
            .. settings,
        ]);
        product.Vault.Set("webhook-a", SecretOfA);
        return product;
    }

    private void Recreate(params (string Key, string Value)[] settings)
    {
        _product.Dispose();
        _product = Create(settings);
    }

    private async Task SendAsync(string message = QuickReplies, string integration = "int-1", string? replyTo = "approvals")
    {
        _product.Genesys.On(Agentless, HttpStatusCode.OK, """{"id":"m-2"}""");
        Assert.Equal(200, (await PostAsync(message, integration, replyTo)).HttpStatus);
    }

    private Task<SendOutcome> PostAsync(string message = QuickReplies, string integration = "int-1", string? replyTo = "approvals")
    {
        var flow = replyTo is null ? string.Empty : $"\"replyTo\":\"{replyTo}\",";
        return _product.PostAsync($$$"""{"id":"r-2",{{{flow}}}"to":{"customer":{"id":"u-1","integrationId":"{{{integration}}}"}},"message":{{{message}}}}""");
    }

    private async Task ReceiveAsync(string integration = "int-1", string customer = "u-1", string id = "m-2")
    {
        var body = OwnMessage(integration, customer, id);
        Assert.Equal(ReceiveOutcome.Accepted, await _product.ReceiveAsync(body, CallbackSteps.Sign(body, integration == "int-a" ? SecretOfA : ProductFixture.WebhookSecret)));
        await _product.DeliverCallbackAsync();
    }

    private string OwnMessage(string integration = "int-1", string customer = "u-1", string id = "m-2") => Webhooks.Change(Webhooks.Vector, root =>
    {
        (root["id"], root["text"], root["conversationId"]) = (id, "1. Yes", "c-1");
        (root["channel"]!["id"], root["channel"]!["from"]!["id"], root["channel"]!["to"]!["id"], root["channel"]!["time"]) = (integration, integration, customer, Now(0));
    });

    private string Now(int seconds) => _product.Time.GetUtcNow().AddSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
