using System.Net;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Callbacks;

/// <summary>Which flow gets the events of several presses in one webhook, of typing, presence, edits and deletions.</summary>
public sealed class ContentRoutingTests : IDisposable
{
    private ProductFixture _product = CallbackFixture.Create();

    private IEnumerable<(string, string?)> Events => _product.Flow.Received.Select(call => (call.Url.AbsolutePath[1..], call.Event.Type["serverlessmessaging.".Length..])).Cast<(string, string?)>();

    [Fact]
    public async Task HandleAsync_SeveralPresses_AreOneEventEach()
    {
        await _product.SendAsync();
        await _product.ReceiveAndDeliverAsync(Webhooks.TwoPresses);
        await _product.DeliverAllAsync();
        // The same webhook again.
        await _product.ReceiveAndDeliverAsync(Webhooks.TwoPresses);

        Assert.Equal(["approvals", "default"], _product.Flows());
        Assert.Equal([("Approve", "r-1"), ("Second", null)], _product.Flow.Received.Select(call => (call.Event["title"], call.Event["requestId"])));
        Assert.Distinct(_product.Flow.Received.Select(call => call.Event.Id));
    }

    [Fact]
    public async Task HandleAsync_OneOfSeveralPressesNotAccepted_IsRetriedAlone()
    {
        await _product.SendAsync();
        _product.Flow.Now(HttpStatusCode.ServiceUnavailable).Then(HttpStatusCode.OK);
        await _product.ReceiveAndDeliverAsync(Webhooks.Change(Webhooks.TwoPresses, root => root["content"]![1]!["buttonResponse"]!["originatingMessageId"] = "m-1"));
        await _product.DeliverAllAsync();

        Assert.Equal(["Approve", "Second", "Approve"], _product.Flow.Received.Select(call => call.Event["title"]));
    }

    [Fact]
    public async Task ReplayAsync_OneOfSeveralPresses_ReplaysItAlone()
    {
        await _product.SendAsync();
        _product.Flow.Now(HttpStatusCode.OK).Then(HttpStatusCode.Gone);
        await _product.ReceiveAndDeliverAsync(Webhooks.Change(Webhooks.TwoPresses, root => root["content"]![1]!["buttonResponse"]!["originatingMessageId"] = "m-1"));
        _product.Flow.Now(HttpStatusCode.OK);

        Assert.Equal(ReplayOutcome.Replayed, await _product.ReplayAsync());
        await _product.DeliverAllAsync();

        Assert.Equal(["Approve", "Second", "Second"], _product.Flow.Received.Select(call => call.Event["title"]));
        Assert.Empty(await _product.DeadLettersAsync());
    }

    [Fact]
    public async Task HandleAsync_CustomerTypes_ReachesTheFlowOfTheConversationIfItAsks()
    {
        Recreate(("BotFlows:approvals:Typing", "true"));
        await _product.SendAsync();
        await _product.ReceiveAndDeliverAsync(Webhooks.Change(Webhooks.Typing, root => (root["direction"], root["channel"]!["from"]) = ("Inbound", System.Text.Json.Nodes.JsonNode.Parse("""{"id":"u-1"}"""))));
        // An agent types: the flow default did not ask.
        await _product.ReceiveAndDeliverAsync(Webhooks.Change(Webhooks.Typing, root => root["id"] = "e-3"));

        Assert.Equal([("approvals", "typing.v1")], Events);
        Assert.Equal("approvals", _product.Flow.Received[0].Event["replyTo"]);
        Assert.Empty(await _product.DeadLettersAsync());
    }

    [Fact]
    public async Task HandleAsync_TypingNotAccepted_IsDropped()
    {
        Recreate(("BotFlows:default:Typing", "true"));
        _product.Flow.Now(HttpStatusCode.ServiceUnavailable);
        await _product.ReceiveAndDeliverAsync(Webhooks.Typing);

        Assert.Equal([("default", "typing.v1")], Events);
        Assert.Empty(_product.Callbacks());
        Assert.Contains(EventIds.TypingDropped, _product.Log.EventIds);
    }

    [Fact]
    public async Task HandleAsync_Presence_ReachesTheFlowDefault()
    {
        await _product.ReceiveAndDeliverAsync(Webhooks.Presence);

        Assert.Equal([("default", "presence.v1")], Events);
    }

    [Fact]
    public async Task HandleAsync_PresenceWithoutAFlow_IsNoDeadLetter()
    {
        _product.Dispose();
        _product = new ProductFixture();
        await _product.ReceiveAndDeliverAsync(Webhooks.Presence);

        Assert.Empty(await _product.DeadLettersAsync());
    }

    [Theory]
    [InlineData("m-1", "Outbound", "r-1")]
    [InlineData("t-1", "Inbound", null)]
    public async Task HandleAsync_Deletion_ReachesTheFlowOfTheConversation(string id, string direction, string? request)
    {
        await _product.SendAsync();
        await _product.ReceiveAndDeliverAsync(Webhooks.Change(Webhooks.Text, root =>
            (root["id"], root["direction"], root["channel"]!["dateDeleted"]) = (id, direction, "2026-11-22T12:00:05.000Z")));

        Assert.Equal([("approvals", "deletion.v1")], Events);
        Assert.Equal((request, id), (_product.Flow.Received[0].Event["requestId"], _product.Flow.Received[0].Event["originatingMessageId"]));
    }

    [Fact]
    public async Task HandleAsync_EditedText_IsAnEventOfItsOwnButNoPress()
    {
        await _product.SendAsync();
        var text = Webhooks.Change(Webhooks.Text, root => root["text"] = "How much?");
        await _product.ReceiveAndDeliverAsync(text);
        await _product.ReceiveAndDeliverAsync(Webhooks.Change(text, root => (root["text"], root["channel"]!["dateModified"]) = ("I reject this request.", "2026-11-22T12:00:05.000Z")));

        Assert.Equal([("approvals", "text.v1"), ("approvals", "text.v1")], Events);
        Assert.Equal("2026-11-22T12:00:05+00:00", _product.Flow.Received[1].Event["modifiedAt"]);
    }

    public void Dispose() => _product.Dispose();

    private void Recreate(params (string Key, string Value)[] settings)
    {
        _product.Dispose();
        _product = CallbackFixture.Create(settings);
    }
}
