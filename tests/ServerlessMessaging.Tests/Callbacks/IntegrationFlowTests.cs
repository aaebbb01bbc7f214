using System.Net;
using ServerlessMessaging.Tests.Infrastructure;
using static ServerlessMessaging.Tests.Callbacks.Integrations;

namespace ServerlessMessaging.Tests.Callbacks;

/// <summary>The bot flow of an integration gets the events that belong to no other flow.</summary>
public sealed class IntegrationFlowTests : IDisposable
{
    private readonly ProductFixture _product = Integrations.Create();

    [Theory]
    [InlineData("a", "other", "actions")]
    [InlineData("b", "other", "default")]
    [InlineData("a", """{"action":"approve"}""", "actions")]
    public async Task RoutePress_NoFlowOfRequestOrAction_GoesToTheFlowOfTheIntegration(string integration, string payload, string flow)
    {
        var press = Webhooks.Change(PressFrom(integration, "c-1", messageId: null), root => root["content"]![0]!["buttonResponse"]!["payload"] = payload);
        await _product.ReceiveAndDeliverAsync(press, integration == "a" ? SecretOfA : ProductFixture.WebhookSecret);

        Assert.Equal([flow], _product.Flows());
    }

    [Fact]
    public async Task RouteText_ReplyToOfTheRequest_WinsOverTheFlowOfTheIntegration()
    {
        await _product.SendToCustomerAsync("a", "c-1");
        await _product.ReceiveFromAAsync(TextFrom("a", "c-1"));

        Assert.Equal(["approvals"], _product.Flows());
    }

    [Theory]
    [InlineData("a", null, "actions")]
    [InlineData("A", null, "actions")]
    [InlineData("b", null, "default")]
    [InlineData("a", "approvals", "approvals")]
    public async Task RouteStatus_NoFlowOfTheRequest_GoesToTheFlowOfTheIntegration(string integration, string? replyTo, string flow)
    {
        await _product.SendToCustomerAsync(integration, "c-1", replyTo, notify: true);
        await _product.DeliverAllAsync();

        Assert.Equal([flow], _product.Flows());
        Assert.Equal("serverlessmessaging.send.v1", Assert.Single(_product.Flow.Received).Event.Type);
    }

    [Fact]
    public async Task RouteStatus_ConversationOfAnIntegration_GoesToItsFlow()
    {
        _product.Genesys.On(ProductFixture.EventsPath, HttpStatusCode.OK, """[{"id":"m-3"}]""");
        await _product.PostAsync($$$"""{"id":"r-3","notify":true,"to":{"conversation":{"id":"c-1","channelId":"a","providerId":"p"}},"message":{{{Message}}}}""");
        await _product.DeliverAllAsync();

        Assert.Equal(["actions"], _product.Flows());
    }

    public void Dispose() => _product.Dispose();
}
