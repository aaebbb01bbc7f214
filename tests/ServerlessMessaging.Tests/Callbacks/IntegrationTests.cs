using System.Net;
using System.Text;
using ServerlessMessaging.Callbacks;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Records;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Callbacks;

/// <summary>A webhook is correlated within its own integration only, and a secret that is bound to an integration is valid for no other.</summary>
public sealed class IntegrationTests : IDisposable
{
    private const string Agentless = "/api/v2/conversations/messages/agentless";
    private const string Card = """{"type":"text","text":"Hi"}""";
    private const string SecretOfA = "secret-of-integration-a-0123";
    private readonly ProductFixture _product = CallbackFixture.Create();

    private ProductFixture? _bound;

    // Integration a has a secret of its own; the default secret is for all others.
    private ProductFixture Bound => _bound ??= CreateBound();

    private FlowEvent Event => Assert.Single((_bound ?? _product).Flow.Received).Event;

    [Fact]
    public async Task RouteText_CustomerIdLikeAUserId_IsNotTheUser()
    {
        await Bound.SendAsync();

        await ReceiveFromAAsync(TextFrom("a", "u-1"));

        Assert.Equal(["actions"], Bound.Flows());
        Assert.Equal((null, null), (Event["replyTo"], Event.Node("to")));
    }

    [Theory]
    [InlineData("u-1")]
    [InlineData("user:u-1")]
    public async Task RoutePress_CustomerIdLikeAUserWithoutMessageId_IsNotTheUser(string customer)
    {
        await Bound.SendAsync();

        await ReceiveFromAAsync(PressFrom("a", customer, messageId: null));

        Assert.Equal((null, null, null), (Event["requestId"], Event["replyTo"], Event.Node("to")));
    }

    [Fact]
    public async Task RoutePress_CustomerOfAPressesTheMessageOfAUser_BelongsToNoRequest()
    {
        await Bound.SendAsync();

        await ReceiveFromAAsync(PressFrom("a", "c-1", "m-1"));
        await Bound.DeliverWhenDueAsync();

        Assert.Equal((null, null, null), (Event["requestId"], Event["replyTo"], Event.Node("to")));
    }

    [Fact]
    public async Task RouteText_SecretOfAllOthers_SpeaksForUsers()
    {
        await Bound.SendAsync();

        await Bound.ReceiveAndDeliverAsync(TextFrom("b", "u-1"));

        Assert.Equal(["approvals"], Bound.Flows());
    }

    [Theory]
    [InlineData("int-1\nc-1")]
    [InlineData("5:int-1|3:c-1")]
    public async Task RouteText_CustomerIdWithTheIntegrationOfAnother_IsNotTheOther(string customer)
    {
        await SendToCustomerAsync(_product, "int-1", "c-1");

        await _product.ReceiveAndDeliverAsync(TextFrom("another", customer));

        Assert.Equal(["default"], _product.Flows());
        Assert.Null(Event.Node("to"));
    }

    [Fact]
    public async Task RouteText_ConversationIdLikeACustomerKey_IsNotTheCustomer()
    {
        await SendToCustomerAsync(_product, "int-1", "c-1");

        await _product.ReceiveAndDeliverAsync(Webhooks.Change(TextFrom("another", "c-2"), root => root["conversationId"] = "int-1\nc-1"));

        Assert.Null(Event.Node("to"));
    }

    [Fact]
    public async Task RouteText_ConversationIdLikeAUserId_IsNotTheUser()
    {
        await _product.SendAsync();

        await _product.ReceiveAndDeliverAsync(Webhooks.Change(TextFrom("another", "c-2"), root => root["conversationId"] = "u-1"));

        Assert.Null(Event.Node("to"));
    }

    [Fact]
    public async Task RouteText_CustomerWithOldMessages_IsNotTheUserOfThatId()
    {
        await SendToCustomerAsync(_product, "int-1", "u-1");
        _product.Time.Advance(TimeSpan.FromHours(25));
        await _product.SendAsync();

        await _product.ReceiveAndDeliverAsync(Webhooks.Change(TextFrom("int-1", "u-1"), root => root["channel"]!["time"] = _product.Time.GetUtcNow().ToString("O")));

        Assert.Equal((null, "int-1"), (Event["replyTo"], (string?)Event.Node("to")!["customer"]!["integrationId"]));
    }

    [Theory]
    [InlineData("int-1", "r-2")]
    [InlineData("INT-1", "r-2")]
    [InlineData("another", null)]
    public async Task RoutePress_MessageOfACustomer_IsFoundWithinItsIntegrationOnly(string integration, string? request)
    {
        await SendToCustomerAsync(_product, "int-1", "c-1");

        await _product.ReceiveAndDeliverAsync(PressFrom(integration, "c-9", "m-2"));
        await _product.DeliverAllAsync();

        Assert.Equal(request, Event["requestId"]);
    }

    [Theory]
    [InlineData("int-1", MessageState.Failed)]
    [InlineData("another", MessageState.Sent)]
    public async Task HandleReceipt_MessageOfACustomer_ChangesTheRecordWithinItsIntegrationOnly(string integration, MessageState expected)
    {
        await SendToCustomerAsync(_product, "int-1", "c-1");

        await _product.ReceiveAndDeliverAsync(Webhooks.Change(Webhooks.ReceiptOf("Failed"), root => (root["id"], root["channel"]!["id"]) = ("m-2", integration)));
        await _product.DeliverAllAsync();

        Assert.Equal(expected, _product.Record("r-2").State);
    }

    [Theory]
    [InlineData("a", "approvals")]
    [InlineData("h", "actions")]
    public async Task RouteText_ConversationOfAnotherChannel_IsNotFoundByABoundSecret(string channel, string flow)
    {
        Bound.Genesys.On(ProductFixture.EventsPath, HttpStatusCode.OK, """[{"id":"m-3"}]""");
        await Bound.PostAsync($$$"""{"id":"r-3","replyTo":"approvals","to":{"conversation":{"id":"c-1","channelId":"{{{channel}}}","providerId":"p"}},"message":{{{Card}}}}""");

        await ReceiveFromAAsync(TextFrom("a", "x-1"));

        Assert.Equal([flow], Bound.Flows());
    }

    [Fact]
    public async Task HandleAsync_SameIdInTwoIntegrations_DeliversBoth()
    {
        await _product.ReceiveAndDeliverAsync(TextFrom("int-1", "c-1"));
        await _product.ReceiveAndDeliverAsync(TextFrom("another", "c-1"));

        Assert.Equal(2, _product.Flow.Received.Select(call => call.Event.Id).Distinct().Count());
    }

    [Fact]
    public async Task ReceiveAsync_Verified_QueuesTheNameOfTheSecret()
    {
        await Bound.ReceiveAsync(TextFrom("a", "c-1"), CallbackSteps.Sign(TextFrom("a", "c-1"), SecretOfA));
        await Bound.ReceiveAsync(TextFrom("b", "c-1"));

        Assert.Equal(["webhook-a", "genesys-webhook-secret"], Bound.Callbacks().Select(callback => callback.Callback.SecretName));
    }

    [Theory]
    [InlineData("b", SecretOfA)]
    [InlineData("a", ProductFixture.WebhookSecret)]
    [InlineData("A", ProductFixture.WebhookSecret)]
    public async Task HandleAsync_SecretOfAnotherIntegration_IsDeadLetteredAndClaimsNothing(string integration, string secret)
    {
        var text = TextFrom(integration, "c-1");
        await ReceiveAndDeliverAsync(text, secret);

        Assert.Empty(Bound.Flow.Received);
        Assert.Empty(Bound.Tables.Rows(TableNames.EventDeliveries));
        Assert.Equal("SM2303", Assert.Single(await Bound.DeadLettersAsync()).Code);

        await ReceiveAndDeliverAsync(text, secret == SecretOfA ? ProductFixture.WebhookSecret : SecretOfA);
        Assert.Single(Bound.Flow.Received);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReplayAsync_SecretOfAnotherIntegration_IsUnusable(bool force)
    {
        await ReceiveAndDeliverAsync(TextFrom("b", "c-1"), SecretOfA);

        Assert.Equal(ReplayOutcome.Unusable, await Bound.ReplayAsync(force));
        Assert.Empty(Bound.Callbacks());
    }

    [Fact]
    public async Task ReplayAsync_SettingsCorrected_DeliversIt()
    {
        await ReceiveAndDeliverAsync(TextFrom("b", "c-1"), SecretOfA);
        Bound.Get<Microsoft.Extensions.Options.IOptions<WebhookOptions>>().Value.Integrations["a"].Id = "b";

        Assert.Equal(ReplayOutcome.Replayed, await Bound.ReplayAsync());
        await Bound.DeliverAllAsync();

        Assert.Single(Bound.Flow.Received);
    }

    [Fact]
    public async Task ReplayAsync_WebhookOfABoundSecret_KeepsItsSecret()
    {
        Bound.Flow.Now(HttpStatusCode.Gone);
        await ReceiveFromAAsync(TextFrom("a", "c-1"));

        Assert.Equal(ReplayOutcome.Replayed, await Bound.ReplayAsync());

        Assert.Equal("webhook-a", Assert.Single(Bound.Callbacks()).Callback.SecretName);
    }

    [Fact]
    public async Task HandleAsync_SecretNoLongerConfigured_IsDeadLettered()
    {
        await Bound.EnqueueCallbackAsync(Bound.Envelope(TextFrom("b", "c-1")) with { SecretName = "removed" });

        Assert.Equal("SM2303", Assert.Single(await Bound.DeadLettersAsync()).Code);
    }

    [Fact]
    public async Task HandlePoisonAsync_SecretOfAnotherIntegration_HasTheCodeOfTheMismatch()
    {
        var envelope = Bound.Envelope(TextFrom("b", "c-1")) with { SecretName = "webhook-a" };
        await Bound.Get<CallbackHandler>().HandlePoisonAsync(Bound.Queues.Message(BinaryData.FromString(Encoding.UTF8.GetString(Envelopes.Callbacks.Write(envelope)))));

        Assert.Equal("SM2303", Assert.Single(await Bound.DeadLettersAsync()).Code);
    }

    [Fact]
    public async Task HandleAsync_NoChannelId_IsNoMismatch()
    {
        await ReceiveFromAAsync(Webhooks.Change(Webhooks.Typing, root => root["channel"] = new System.Text.Json.Nodes.JsonObject()));

        Assert.Empty(await Bound.DeadLettersAsync());
    }

    [Theory]
    [InlineData("a", "other", "actions")]
    [InlineData("b", "other", "default")]
    [InlineData("a", """{"action":"approve"}""", "actions")]
    public async Task RoutePress_NoFlowOfRequestOrAction_GoesToTheFlowOfTheIntegration(string integration, string payload, string flow)
    {
        var press = Webhooks.Change(PressFrom(integration, "c-1", messageId: null), root => root["content"]![0]!["buttonResponse"]!["payload"] = payload);
        await ReceiveAndDeliverAsync(press, integration == "a" ? SecretOfA : ProductFixture.WebhookSecret);

        Assert.Equal([flow], Bound.Flows());
    }

    [Fact]
    public async Task RouteText_ReplyToOfTheRequest_WinsOverTheFlowOfTheIntegration()
    {
        await SendToCustomerAsync(Bound, "a", "c-1");
        await ReceiveFromAAsync(TextFrom("a", "c-1"));

        Assert.Equal(["approvals"], Bound.Flows());
    }

    [Theory]
    [InlineData("a", null, "actions")]
    [InlineData("A", null, "actions")]
    [InlineData("b", null, "default")]
    [InlineData("a", "approvals", "approvals")]
    public async Task RouteStatus_NoFlowOfTheRequest_GoesToTheFlowOfTheIntegration(string integration, string? replyTo, string flow)
    {
        await SendToCustomerAsync(Bound, integration, "c-1", replyTo, notify: true);
        await Bound.DeliverAllAsync();

        Assert.Equal([flow], Bound.Flows());
        Assert.Equal("serverlessmessaging.send.v1", Event.Type);
    }

    [Fact]
    public async Task RouteStatus_ConversationOfAnIntegration_GoesToItsFlow()
    {
        Bound.Genesys.On(ProductFixture.EventsPath, HttpStatusCode.OK, """[{"id":"m-3"}]""");
        await Bound.PostAsync($$$"""{"id":"r-3","notify":true,"to":{"conversation":{"id":"c-1","channelId":"a","providerId":"p"}},"message":{{{Card}}}}""");
        await Bound.DeliverAllAsync();

        Assert.Equal(["actions"], Bound.Flows());
    }

    public void Dispose()
    {
        _product.Dispose();
        _bound?.Dispose();
    }

    private static ProductFixture CreateBound()
    {
        var product = CallbackFixture.Create(
            ("Webhook:SecretNames:0", "genesys-webhook-secret"),
            ("Webhook:Integrations:a:Id", "a"), ("Webhook:Integrations:a:SecretName", "webhook-a"), ("Webhook:Integrations:a:BotFlow", "actions"));
        product.Vault.Set("webhook-a", SecretOfA);
        return product;
    }

    private static async Task SendToCustomerAsync(ProductFixture product, string integration, string customer, string? replyTo = "approvals", bool notify = false)
    {
        var flow = replyTo is null ? string.Empty : $"\"replyTo\":\"{replyTo}\",";
        product.Genesys.On(Agentless, HttpStatusCode.OK, """{"id":"m-2"}""");
        var sent = await product.PostAsync($$$"""{"id":"r-2",{{{flow}}}"notify":{{{(notify ? "true" : "false")}}},"to":{"customer":{"id":"{{{customer}}}","integrationId":"{{{integration}}}"}},"message":{{{Card}}}}""");
        Assert.Equal(200, sent.HttpStatus);
    }

    private static string TextFrom(string integration, string customer) =>
        Webhooks.Change(Webhooks.Text, root => (root["channel"]!["id"], root["channel"]!["from"]!["id"]) = (integration, customer));

    private static string PressFrom(string integration, string customer, string? messageId) =>
        Webhooks.Change(Webhooks.Press, root => (root["channel"]!["id"], root["channel"]!["from"]!["id"], root["originatingMessageId"]) = (integration, customer, messageId));

    private Task ReceiveFromAAsync(string body) => ReceiveAndDeliverAsync(body, SecretOfA);

    private async Task ReceiveAndDeliverAsync(string body, string secret)
    {
        Assert.Equal(ReceiveOutcome.Accepted, await Bound.ReceiveAsync(body, CallbackSteps.Sign(body, secret)));
        await Bound.DeliverCallbackAsync();
    }
}
