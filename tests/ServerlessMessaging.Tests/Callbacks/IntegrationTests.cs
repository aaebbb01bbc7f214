using System.Net;
using ServerlessMessaging.Records;
using ServerlessMessaging.Tests.Infrastructure;
using static ServerlessMessaging.Tests.Callbacks.Integrations;

namespace ServerlessMessaging.Tests.Callbacks;

/// <summary>A webhook is correlated within its own integration only.</summary>
public sealed class IntegrationTests : IDisposable
{
    private readonly ProductFixture _product = CallbackFixture.Create();

    private ProductFixture? _bound;

    private ProductFixture Bound => _bound ??= Integrations.Create();

    private FlowEvent Event => Assert.Single((_bound ?? _product).Flow.Received).Event;

    [Fact]
    public async Task RouteText_CustomerIdLikeAUserId_IsNotTheUser()
    {
        await Bound.SendAsync();

        await Bound.ReceiveFromAAsync(TextFrom("a", "u-1"));

        Assert.Equal(["actions"], Bound.Flows());
        Assert.Equal((null, null), (Event["replyTo"], Event.Node("to")));
    }

    [Theory]
    [InlineData("u-1")]
    [InlineData("user:u-1")]
    public async Task RoutePress_CustomerIdLikeAUserWithoutMessageId_IsNotTheUser(string customer)
    {
        await Bound.SendAsync();

        await Bound.ReceiveFromAAsync(PressFrom("a", customer, messageId: null));

        Assert.Equal((null, null, null), (Event["requestId"], Event["replyTo"], Event.Node("to")));
    }

    [Fact]
    public async Task RoutePress_CustomerOfAPressesTheMessageOfAUser_BelongsToNoRequest()
    {
        await Bound.SendAsync();

        await Bound.ReceiveFromAAsync(PressFrom("a", "c-1", "m-1"));
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
        await _product.SendToCustomerAsync("int-1", "c-1");

        await _product.ReceiveAndDeliverAsync(TextFrom("another", customer));

        Assert.Equal(["default"], _product.Flows());
        Assert.Null(Event.Node("to"));
    }

    [Fact]
    public async Task RouteText_ConversationIdLikeACustomerKey_IsNotTheCustomer()
    {
        await _product.SendToCustomerAsync("int-1", "c-1");

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
        await _product.SendToCustomerAsync("int-1", "u-1");
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
        await _product.SendToCustomerAsync("int-1", "c-1");

        await _product.ReceiveAndDeliverAsync(PressFrom(integration, "c-9", "m-2"));
        await _product.DeliverAllAsync();

        Assert.Equal(request, Event["requestId"]);
    }

    [Theory]
    [InlineData("int-1", MessageState.Failed)]
    [InlineData("another", MessageState.Sent)]
    public async Task HandleReceipt_MessageOfACustomer_ChangesTheRecordWithinItsIntegrationOnly(string integration, MessageState expected)
    {
        await _product.SendToCustomerAsync("int-1", "c-1");

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
        await Bound.PostAsync($$$"""{"id":"r-3","replyTo":"approvals","to":{"conversation":{"id":"c-1","channelId":"{{{channel}}}","providerId":"p"}},"message":{{{Message}}}}""");

        await Bound.ReceiveFromAAsync(TextFrom("a", "x-1"));

        Assert.Equal([flow], Bound.Flows());
    }

    [Fact]
    public async Task HandleAsync_SameIdInTwoIntegrations_DeliversBoth()
    {
        await _product.ReceiveAndDeliverAsync(TextFrom("int-1", "c-1"));
        await _product.ReceiveAndDeliverAsync(TextFrom("another", "c-1"));

        Assert.Equal(2, _product.Flow.Received.Select(call => call.Event.Id).Distinct().Count());
    }

    public void Dispose()
    {
        _product.Dispose();
        _bound?.Dispose();
    }
}
