using ServerlessMessaging.Contract;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Callbacks;

/// <summary>Which bot flow gets the events of button presses and texts of customers.</summary>
public sealed class PressRoutingTests : IDisposable
{
    private readonly ProductFixture _product = CallbackFixture.Create();

    private FlowEvent Event => Assert.Single(_product.Flow.Received).Event;

    [Fact]
    public async Task RoutePress_OriginatingMessageKnown_GoesToTheFlowOfItsRequest()
    {
        await _product.SendAsync();
        await _product.ReceiveAndDeliverAsync(Webhooks.Press);

        Assert.Equal(["approvals"], _product.Flows());
        Assert.Equal(("serverlessmessaging.postback.v1", "r-1", "approvals", "m-1"), (Event.Type, Event["requestId"], Event["replyTo"], Event["originatingMessageId"]));
        Assert.Equal("user:u-1", (string?)Event.Node("to")!["channelId"]);
    }

    [Fact]
    public async Task RoutePress_RequestNotIndexedYet_LooksAgainAfterFiveSeconds()
    {
        await _product.ReceiveAndDeliverAsync(Webhooks.Press);
        Assert.Empty(_product.Flow.Received);
        Assert.Equal((2, 5.0, null), (Assert.Single(_product.Callbacks()).Callback.Attempt, _product.Callbacks()[0].Seconds, _product.Callbacks()[0].Callback.Flow));

        await _product.SendAsync();
        await _product.DeliverWhenDueAsync();

        Assert.Equal("r-1", Event["requestId"]);
    }

    [Theory]
    [InlineData("""{"action":"approve"}""", "actions")]
    [InlineData("""{"event":"renew"}""", "actions")]
    [InlineData("""{"action":"other","event":"renew"}""", "actions")]
    [InlineData("""{"action":"Approve"}""", "default")]
    [InlineData("""{"action":7}""", "default")]
    [InlineData("""["approve"]""", "default")]
    [InlineData("approve", "default")]
    public async Task RoutePress_UnknownMessage_GoesByTheAction(string payload, string flow)
    {
        await _product.ReceiveAndDeliverAsync(PressWith("m-unknown", payload));
        await _product.DeliverWhenDueAsync();

        Assert.Equal([flow], _product.Flows());
        Assert.Equal((null, null), (Event["requestId"], Event["replyTo"]));
    }

    [Fact]
    public async Task RoutePress_UnknownMessageOfAKnownConversation_HasTheRecipientButNoRequest()
    {
        await _product.SendAsync();
        await _product.ReceiveAndDeliverAsync(PressWith("m-unknown", "payload"));
        await _product.DeliverWhenDueAsync();

        Assert.Equal(["default"], _product.Flows());
        Assert.Equal((null, null, "user:u-1"), (Event["requestId"], Event["replyTo"], (string?)Event.Node("to")!["channelId"]));
    }

    [Fact]
    public async Task RoutePress_RequestNamesAnUnknownFlow_GoesByTheAction()
    {
        await _product.SendAsync(replyTo: "unknown");
        await _product.ReceiveAndDeliverAsync(PressWith("m-1", """{"action":"approve"}"""));

        Assert.Equal(["actions"], _product.Flows());
        Assert.Equal(("r-1", "unknown"), (Event["requestId"], Event["replyTo"]));
    }

    [Fact]
    public async Task RoutePress_NoOriginatingMessage_BelongsToTheLastRequestOfTheConversation()
    {
        await _product.SendAsync("r-0", replyTo: null);
        await _product.SendAsync();
        await _product.ReceiveAndDeliverAsync(PressWith(null, "payload"));

        Assert.Equal(("r-1", "approvals"), (Event["requestId"], Event["replyTo"]));
    }

    [Theory]
    [InlineData("I reject this request.", 0, "serverlessmessaging.postback.v1", "r-1", "approvals")]
    [InlineData("  I reject this request.\n", 86_399, "serverlessmessaging.postback.v1", "r-1", "approvals")]
    [InlineData("I reject this request.", 86_400, "serverlessmessaging.postback.v1", "r-1", "approvals")]
    [InlineData("I reject this request.", 86_401, "serverlessmessaging.text.v1", null, "default")]
    [InlineData("i reject this request.", 0, "serverlessmessaging.text.v1", null, "approvals")]
    [InlineData("Approve", 0, "serverlessmessaging.text.v1", null, "approvals")]
    public async Task RouteText_TextOfAButton_IsAPressFor24Hours(string text, int seconds, string type, string? request, string flow)
    {
        await _product.SendAsync();
        _product.Time.Advance(TimeSpan.FromSeconds(seconds));
        await _product.ReceiveAndDeliverAsync(TextNow(text));

        Assert.Equal((type, request), (Event.Type, Event["requestId"]));
        Assert.Equal([flow], _product.Flows());
        Assert.Equal(request is null ? null : text, Event["rawPayload"]);
    }

    [Fact]
    public async Task RouteText_ButtonOfAnEarlierMessage_IsAText()
    {
        await _product.SendAsync();
        await _product.SendAsync("r-2", message: """{"type":"text","text":"Hi"}""");
        await _product.ReceiveAndDeliverAsync(TextNow("I reject this request."));

        Assert.Equal("serverlessmessaging.text.v1", Event.Type);
    }

    [Fact]
    public async Task RouteText_ConversationAndCustomerKnown_GoesByTheConversation()
    {
        await _product.SendAsync();
        _product.Genesys.On(ProductFixture.EventsPath, System.Net.HttpStatusCode.OK, """[{"id":"m-2"}]""");
        await _product.PostAsync("""{"id":"r-2","replyTo":"actions","to":{"conversation":{"id":"c-1","channelId":"h","providerId":"p"}},"message":{"type":"text","text":"Hi"}}""");

        await _product.ReceiveAndDeliverAsync(Webhooks.Text);

        Assert.Equal(["actions"], _product.Flows());
    }

    [Fact]
    public async Task RouteText_AnotherMessageSentSince_BelongsToTheLatestAtThatTime()
    {
        await _product.SendAsync();
        var text = TextNow("I reject this request.");
        _product.Time.Advance(TimeSpan.FromMinutes(1));
        await _product.SendAsync("r-2");

        await _product.ReceiveAndDeliverAsync(text);

        Assert.Equal(("serverlessmessaging.postback.v1", "r-1"), (Event.Type, Event["requestId"]));
    }

    [Fact]
    public async Task RoutePress_TwoMessagesSentSince_BelongsToTheLatestAtThatTime()
    {
        await _product.SendAsync();
        var press = Webhooks.Change(PressWith(null, "payload"), root => root["channel"]!["time"] = _product.Time.GetUtcNow().ToString("O"));
        foreach (var id in new[] { "r-2", "r-3" })
        {
            _product.Time.Advance(TimeSpan.FromMinutes(1));
            await _product.SendAsync(id);
        }

        await _product.ReceiveAndDeliverAsync(press);

        Assert.Equal("r-1", Event["requestId"]);
    }

    [Fact]
    public async Task RoutePress_ThreeMessagesSentSince_BelongsToNoRequestButHasTheRecipient()
    {
        await _product.SendAsync();
        var press = Webhooks.Change(PressWith(null, "payload"), root => root["channel"]!["time"] = _product.Time.GetUtcNow().ToString("O"));
        foreach (var id in new[] { "r-2", "r-3", "r-4" })
        {
            _product.Time.Advance(TimeSpan.FromMinutes(1));
            await _product.SendAsync(id);
        }

        await _product.ReceiveAndDeliverAsync(press);

        Assert.Equal((null, "user:u-1"), (Event["requestId"], (string?)Event.Node("to")!["channelId"]));
    }

    [Fact]
    public async Task RouteText_TimeAfterItsArrival_BelongsToTheLatestAtItsArrival()
    {
        await _product.SendAsync();
        var text = Webhooks.Change(TextNow("I reject this request."), root => root["channel"]!["time"] = _product.Time.GetUtcNow().AddHours(1).ToString("O"));
        Assert.Equal(ServerlessMessaging.Callbacks.ReceiveOutcome.Accepted, await _product.ReceiveAsync(text));
        _product.Time.Advance(TimeSpan.FromMinutes(1));
        await _product.SendAsync("r-2");

        await _product.DeliverCallbackAsync();

        Assert.Equal("r-1", Event["requestId"]);
    }

    [Fact]
    public async Task RouteText_MessageOfTwoDaysAgo_HasTheRecipientButNoFlow()
    {
        await _product.SendAsync();
        _product.Time.Advance(TimeSpan.FromDays(2));
        await _product.ReceiveAndDeliverAsync(TextNow("Hello again"));

        Assert.Equal(["default"], _product.Flows());
        Assert.Equal((null, "user:u-1"), (Event["replyTo"], (string?)Event.Node("to")!["channelId"]));
    }

    [Fact]
    public async Task RouteText_ProcessDiedDuringTheDelivery_KeepsItsRequest()
    {
        await _product.SendAsync();
        _product.Flow.Now((_, _) => throw new InvalidOperationException("bug"));
        var text = Webhooks.Change(TextNow("I reject this request."), root => root["channel"]!.AsObject().Remove("time"));
        await _product.ReceiveAsync(text);
        // Its claim is written, its release is not, as if the process had ended.
        _product.Tables.FaultsOf(TableNames.EventDeliveries).Refuse(times: 3, after: 1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => _product.DeliverCallbackAsync());
        _product.Time.Advance(TimeSpan.FromMinutes(1));
        await _product.SendAsync("r-2");
        _product.Flow.Now(System.Net.HttpStatusCode.OK);

        await _product.EnqueueCallbackAsync(_product.Envelope(text), deliveries: 2);

        Assert.Equal(["r-1", "r-1"], _product.Flow.Received.Select(call => call.Event["requestId"]));
    }

    [Fact]
    public async Task RouteText_AnotherMessageSentBeforeTheRetry_KeepsItsRequest()
    {
        _product.Flow.Now(System.Net.HttpStatusCode.ServiceUnavailable).Then(System.Net.HttpStatusCode.OK);
        await _product.SendAsync();
        await _product.ReceiveAndDeliverAsync(TextNow("I reject this request."));
        await _product.SendAsync("r-2");

        await _product.DeliverWhenDueAsync();

        Assert.Equal(["r-1", "r-1"], _product.Flow.Received.Select(call => call.Event["requestId"]));
    }

    [Fact]
    public async Task RouteText_SameCustomerIdInAnotherIntegration_IsAnotherCustomer()
    {
        _product.Genesys.On("/api/v2/conversations/messages/agentless", System.Net.HttpStatusCode.OK, """{"id":"m-2"}""");
        var sent = await _product.PostAsync("""{"id":"r-2","replyTo":"actions","to":{"customer":{"id":"u-1","integrationId":"another"}},"message":{"type":"text","text":"Hi"}}""");
        Assert.Equal(200, sent.HttpStatus);

        await _product.ReceiveAndDeliverAsync(Webhooks.Text);

        Assert.Equal(["default"], _product.Flows());
        Assert.Null(Event.Node("to"));
    }

    [Fact]
    public async Task RouteText_FlowChosenInTheFirstAttempt_StaysInTheRetry()
    {
        _product.Flow.Now(System.Net.HttpStatusCode.ServiceUnavailable).Then(System.Net.HttpStatusCode.OK);
        await _product.ReceiveAndDeliverAsync(Webhooks.Text);
        await _product.SendAsync();

        await _product.DeliverWhenDueAsync();

        Assert.Equal(["default", "default"], _product.Flows());
    }

    [Fact]
    public async Task RouteText_ChosenFlowRemoved_ChoosesAgain()
    {
        await _product.EnqueueCallbackAsync(_product.Envelope(Webhooks.Text, attempt: 2) with { Flow = "removed" });

        Assert.Equal(["default"], _product.Flows());
    }

    [Fact]
    public async Task RoutePress_IndexOfUnknownVersion_DeliversToNoFlow()
    {
        await _product.SendAsync();
        _product.Tables.SetForm(TableNames.RequestIndex, $"message-{DerivedName.Compute(NameKind.Message, "m-1")}", 2);
        await Assert.ThrowsAsync<UnreadableRecordException>(() => _product.ReceiveAndDeliverAsync(Webhooks.Press));
        await _product.EnqueueCallbackAsync(_product.Envelope(Webhooks.Press), deliveries: 5);

        Assert.Empty(_product.Flow.Received);
        Assert.Equal("SM4006", Assert.Single(await _product.DeadLettersAsync()).Code);
    }

    public void Dispose() => _product.Dispose();

    private string TextNow(string text) => Webhooks.Change(Webhooks.Text, root =>
    {
        root["text"] = text;
        root["channel"]!["time"] = _product.Time.GetUtcNow().ToString("O");
    });

    private static string PressWith(string? messageId, string payload) => Webhooks.Change(Webhooks.Press, root =>
    {
        root["originatingMessageId"] = messageId;
        root["content"]![0]!["buttonResponse"]!["payload"] = payload;
    });
}
