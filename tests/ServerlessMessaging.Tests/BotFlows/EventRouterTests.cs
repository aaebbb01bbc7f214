using System.Text.Json;
using Microsoft.Extensions.Options;
using ServerlessMessaging.BotFlows;

namespace ServerlessMessaging.Tests.BotFlows;

public sealed class EventRouterTests
{
    private const string Approve = """{"action":"approve"}""";

    private readonly BotFlowsOptions _flows = new()
    {
        ["earlier"] = new(),
        ["named"] = new(),
        ["b-action"] = new() { Actions = { "approve" } },
        ["a-action"] = new() { Actions = { "approve" } },
        ["integration"] = new(),
        [BotFlowsOptions.Default] = new(),
    };

    [Theory]
    [InlineData("earlier", "named", Approve, "integration", "earlier")]
    [InlineData("removed", "named", Approve, "integration", "named")]
    [InlineData(null, "named", Approve, "integration", "named")]
    [InlineData(null, "removed", Approve, "integration", "a-action")]
    [InlineData(null, null, """{"event":"approve"}""", "integration", "a-action")]
    [InlineData(null, null, "{}", "integration", "integration")]
    [InlineData(null, null, null, "removed", "default")]
    public void Route_SeveralFlowsApply_SelectsTheFirstOfTheOrder(string? chosen, string? replyTo, string? payload, string? ofIntegration, string flow)
    {
        var decision = Assert.IsType<DeliveryDecision.Deliver>(new EventRouter(Options.Create(_flows)).Route(Event(replyTo, payload), chosen, related: null, ofIntegration));

        Assert.Equal(flow, decision.Flow);
    }

    [Theory]
    [InlineData(null, "The event names no bot flow, no flow has its action, and there is no default. Configure BotFlows:default and replay the event.")]
    [InlineData("approvals", "There is no bot flow approvals, no flow has its action, and there is no default. Configure BotFlows:approvals and replay the event.")]
    public void Route_NoFlowApplies_IsADeadLetterThatNamesTheSetting(string? replyTo, string detail)
    {
        var decision = Assert.IsType<DeliveryDecision.DeadLetter>(new EventRouter(Options.Create(new BotFlowsOptions())).Route(Event(replyTo, Approve), chosen: null, related: null));

        Assert.Equal(("SM4101", detail), (decision.Problem.Code.Code, decision.Problem.Detail));
    }

    [Theory]
    [InlineData(false, typeof(DeliveryDecision.Complete))]
    [InlineData(true, typeof(DeliveryDecision.Deliver))]
    public void Route_TypingIndicator_IsOnlyForAFlowThatAsksForIt(bool asks, Type decision)
    {
        var flows = new BotFlowsOptions { ["named"] = new() { Typing = asks }, [BotFlowsOptions.Default] = new() { Typing = true } };

        Assert.IsType(decision, new EventRouter(Options.Create(flows)).Route(Event("named", payload: null) with { Type = "serverlessmessaging.typing.v1" }, chosen: null, related: null));
    }

    private static BotFlowEvent Event(string? replyTo, string? payload) => new(
        "serverlessmessaging.postback.v1", "/genesys/i-1", "e-1", DateTimeOffset.UnixEpoch,
        new(Payload: payload is null ? null : JsonSerializer.Deserialize<JsonElement>(payload), ReplyTo: replyTo));
}
