using System.Net;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Callbacks;

/// <summary>A customer replies in words to a message whose buttons the route could not show: which texts count as presses.</summary>
public sealed class RepliesInWordsTests : IDisposable
{
    private const string PostBack = "serverlessmessaging.postback.v1";
    private const string Text = "serverlessmessaging.text.v1";
    private const string When = """{"type":"quickReplies","text":"When?","replies":[{"text":"Monday","value":"slot:mon"},{"text":"Tuesday","value":"{\"slot\":\"tue\"}"}]}""";
    private const string Invoice = """
        {"type":"card","title":"Invoice","actions":[{"type":"postBack","title":"Approve","payload":{"event":"approval"}},{"type":"openUrl","title":"View","url":"https://example.com"},{"type":"imBack","title":"Reject","payload":"I reject this."}]}
        """;

    private const string Shop = """
        {"type":"carousel","cards":[{"title":"A","actions":[{"type":"postBack","title":"Buy","payload":"buy:a"},{"type":"openUrl","title":"View","url":"https://example.com"}]},{"title":"B","actions":[{"type":"postBack","title":"Buy","payload":"buy:b"},{"type":"postBack","title":"Save","payload":"save:b"}]}]}
        """;

    private readonly ProductFixture _product = CallbackFixture.Create();
    private int _texts;

    private FlowEvent Event => Assert.Single(_product.Flow.Received).Event;

    private FlowEvent Last => _product.Flow.Received[^1].Event;

    [Theory]
    [InlineData(When, "2", "number", "Tuesday", """{"slot":"tue"}""")]
    [InlineData(When, " 2.\n", "number", "Tuesday", """{"slot":"tue"}""")]
    [InlineData(When, "1)", "number", "Monday", "slot:mon")]
    [InlineData(When, "tuesday!", "label", "Tuesday", """{"slot":"tue"}""")]
    [InlineData(Invoice, "1", "number", "Approve", """{"event":"approval"}""")]
    [InlineData(Invoice, "approve", "label", "Approve", """{"event":"approval"}""")]
    [InlineData(Invoice, "2", "number", "Reject", "I reject this.")]
    [InlineData(Invoice, "Reject", "label", "Reject", "I reject this.")]
    [InlineData(Invoice, "I reject this.", "text", "I reject this.", "I reject this.")]
    [InlineData(Shop, "2", "number", "Buy", "buy:b")]
    [InlineData(Shop, "3", "number", "Save", "save:b")]
    [InlineData(Shop, "save", "label", "Save", "save:b")]
    public async Task RouteText_OptionOfAnAgentlessMessage_IsAPress(string message, string text, string matchedBy, string title, string payload)
    {
        await SendAsync(message);
        await SayAsync(text);

        Assert.Equal((PostBack, "r-1", "approvals"), (Event.Type, Event["requestId"], Event["replyTo"]));
        Assert.Equal((matchedBy, title, payload), (Event["matchedBy"], Event["title"], Event["rawPayload"]));
        Assert.Equal("c-1", (string?)Event.Node("to")!["customer"]!["id"]);
    }

    [Theory]
    [InlineData(When, "3")]
    [InlineData(When, "0")]
    [InlineData(When, "2 pieces")]
    [InlineData(When, "?")]
    [InlineData(When, "slot:mon")]
    [InlineData(Invoice, "3")]
    [InlineData(Invoice, "View")]
    [InlineData(Shop, "Buy")]
    public async Task RouteText_NoOptionOrSeveral_IsAText(string message, string text)
    {
        await SendAsync(message);
        await SayAsync(text);

        Assert.Equal((Text, null, "approvals", null), (Event.Type, Event["requestId"], Event["replyTo"], Event["matchedBy"]));
    }

    [Theory]
    [InlineData("1", null)]
    [InlineData("2", null)]
    [InlineData("3.", null)]
    [InlineData("4", "four")]
    public async Task RouteText_LabelsThatEqualNumbersOfOthers_CountOnlyIfTheyAreNoNumber(string text, string? payload)
    {
        await SendAsync("""{"type":"quickReplies","text":"How many?","replies":[{"text":"2","value":"two"},{"text":"3","value":"three"},{"text":"4","value":"four"}]}""");
        await SayAsync(text);

        Assert.Equal((payload is null ? Text : PostBack, payload), (Event.Type, Event["rawPayload"]));
    }

    [Fact]
    public async Task RouteText_AgentAskedInBetween_IsAText()
    {
        await SendAsync(When);
        _product.Time.Advance(TimeSpan.FromMinutes(1));
        await AgentAsync("How many?");
        _product.Time.Advance(TimeSpan.FromMinutes(1));
        await SayAsync("2");

        Assert.Equal((Text, null, "approvals"), (Last.Type, Last["requestId"], Last["replyTo"]));
    }

    [Fact]
    public async Task RouteText_AgentAskedAfterTheCustomerSpoke_IsAPress()
    {
        await SendAsync(When);
        var text = TextNow("2");
        _product.Time.Advance(TimeSpan.FromMinutes(1));
        await AgentAsync("How many?");
        await _product.ReceiveAndDeliverAsync(text);

        Assert.Equal((PostBack, "r-1"), (Last.Type, Last["requestId"]));
    }

    [Fact]
    public async Task RouteText_AgentAskedBeforeTheMessage_IsAPress()
    {
        await AgentAsync("How many?");
        _product.Time.Advance(TimeSpan.FromSeconds(1));
        await SendAsync(When);
        await SayAsync("2");

        Assert.Equal((PostBack, "r-1"), (Last.Type, Last["requestId"]));
    }

    [Fact]
    public async Task RouteText_WebhookOfTheMessageItself_IsAPress()
    {
        await SendAsync(When);
        _product.Time.Advance(TimeSpan.FromSeconds(1));
        await AgentAsync("When?\n1. Monday\n2. Tuesday", id: "m-r-1");
        await SayAsync("2");

        Assert.Equal((PostBack, "r-1"), (Last.Type, Last["requestId"]));
    }

    [Theory]
    [InlineData("c-2", "int-1")]
    [InlineData("c-1", "another")]
    public async Task RouteText_AgentAskedSomebodyElse_IsAPress(string customer, string integration)
    {
        await SendAsync(When);
        _product.Time.Advance(TimeSpan.FromSeconds(1));
        await AgentAsync("How many?", customer: customer, integration: integration);
        await SayAsync("2");

        Assert.Equal((PostBack, "r-1"), (Last.Type, Last["requestId"]));
    }

    [Fact]
    public async Task RouteText_SecondReply_IsAText()
    {
        await SendAsync(When);
        await SayAsync("2");
        _product.Time.Advance(TimeSpan.FromSeconds(1));
        await SayAsync("2");

        Assert.Equal([PostBack, Text], _product.Flow.Received.Select(call => call.Event.Type));
        Assert.Null(Last["requestId"]);
    }

    [Fact]
    public async Task RouteText_ReplyToTheNextMessage_IsAPress()
    {
        await SendAsync(When);
        await SayAsync("2");
        _product.Time.Advance(TimeSpan.FromSeconds(1));
        await SendAsync(When, "r-2");
        await SayAsync("2");

        Assert.Equal(["r-1", "r-2"], _product.Flow.Received.Select(call => call.Event["requestId"]));
    }

    [Theory]
    [InlineData(86_400, PostBack)]
    [InlineData(86_401, Text)]
    [InlineData(25 * 3600, Text)]
    public async Task RouteText_Later_IsAPressFor24Hours(int seconds, string type)
    {
        await SendAsync(When);
        _product.Time.Advance(TimeSpan.FromSeconds(seconds));
        await SayAsync("2");

        Assert.Equal(type, Event.Type);
    }

    [Fact]
    public async Task RouteText_AnotherIntegration_IsAText()
    {
        await SendAsync(When);
        await _product.ReceiveAndDeliverAsync(Webhooks.Change(TextNow("2"), root => (root["channel"]!["id"], root["conversationId"]) = ("another", "c-9")));

        Assert.Equal((Text, null, null), (Event.Type, Event["requestId"], Event["replyTo"]));
    }

    [Fact]
    public async Task RouteText_AnotherMessageSentSince_RepliesToTheOneThatWasTheLatest()
    {
        await SendAsync(When);
        var text = TextNow("2");
        _product.Time.Advance(TimeSpan.FromMinutes(1));
        await SendAsync(Shop, "r-2");
        await _product.ReceiveAndDeliverAsync(text);

        Assert.Equal(("r-1", """{"slot":"tue"}"""), (Event["requestId"], Event["rawPayload"]));
    }

    [Fact]
    public async Task RouteText_OptionOfAnEarlierMessage_IsAText()
    {
        await SendAsync(When);
        _product.Time.Advance(TimeSpan.FromSeconds(1));
        await SendAsync("""{"type":"text","text":"How many?"}""", "r-2");
        await SayAsync("2");

        Assert.Equal(Text, Event.Type);
    }

    [Fact]
    public async Task RouteText_SpokenASecondBeforeTheMessage_IsAText()
    {
        var text = TextNow("2");
        _product.Time.Advance(TimeSpan.FromSeconds(1));
        await SendAsync(When);
        await _product.ReceiveAndDeliverAsync(text);

        Assert.Equal(Text, Event.Type);
    }

    [Fact]
    public async Task RouteText_ClaimFailedAfterTheMark_MatchesAgain()
    {
        await SendAsync(When);
        _product.Tables.FaultsOf(TableNames.EventDeliveries).Refuse(times: 1);
        await SayAsync("2");
        Assert.Empty(_product.Flow.Received);

        await _product.DeliverAllAsync();

        Assert.Equal((PostBack, "r-1"), (Event.Type, Event["requestId"]));
    }

    [Fact]
    public async Task RouteText_ResponseOfTheMarkLost_MatchesAgain()
    {
        await SendAsync(When);
        _product.Tables.FaultsOf(TableNames.RequestIndex).RepeatNextWrite();
        await SayAsync("2");

        Assert.Equal((PostBack, "r-1"), (Event.Type, Event["requestId"]));
    }

    [Fact]
    public async Task RouteText_SameWebhookTwice_IsOnePress()
    {
        await SendAsync(When);
        var text = TextNow("2");
        await _product.ReceiveAndDeliverAsync(text);
        await _product.ReceiveAndDeliverAsync(text);

        Assert.Equal(PostBack, Event.Type);
    }

    [Fact]
    public async Task RouteText_FlowFailsAtFirst_GetsTheSamePressAgain()
    {
        _product.Flow.Now(HttpStatusCode.ServiceUnavailable).Then(HttpStatusCode.OK);
        await SendAsync(When);
        await SayAsync("2");
        await SendAsync(Shop, "r-2");

        await _product.DeliverWhenDueAsync();

        Assert.Equal(2, _product.Flow.Received.Count);
        Assert.Equal(("r-1", "Tuesday", """{"slot":"tue"}""", "number"), (Last["requestId"], Last["title"], Last["rawPayload"], Last["matchedBy"]));
        Assert.Null((await _product.DeliveryAsync()).Related);
    }

    [Fact]
    public async Task RouteText_PayloadsLongerThanAProperty_GetsThePayload()
    {
        var payload = string.Concat(Enumerable.Repeat("\\\"\U0001F600", 500)) + "x";
        var actions = string.Join(',', Enumerable.Range(1, 3).Select(button => $$"""{"type":"postBack","title":"Button {{button}}","payload":"{{payload}}{{button}}"}"""));
        await SendAsync($$"""{"type":"carousel","cards":[{{string.Join(',', Enumerable.Repeat($$"""{"title":"T","actions":[{{actions}}]}""", 10))}}]}""");
        await SayAsync("30");

        Assert.Equal(payload.Replace("\\", string.Empty, StringComparison.Ordinal) + "3", Event["rawPayload"]);
    }

    [Fact]
    public async Task RouteText_OptionsLargerThanARow_IsAText()
    {
        using var product = CallbackFixture.Create(("Limits:Agentless:PayloadLength", "100000"));
        product.Genesys.On("/api/v2/conversations/messages/agentless", HttpStatusCode.OK, """{"id":"m-1"}""");
        var payload = string.Concat(Enumerable.Repeat("\\\\", 40_000));
        var actions = string.Join(',', Enumerable.Range(1, 3).Select(button => $$"""{"type":"postBack","title":"{{button}}","payload":["{{payload}}"]}"""));
        var sent = await product.PostAsync($$$"""{"id":"r-1","replyTo":"approvals","to":{"customer":{"id":"c-1","integrationId":"int-1"}},"message":{"type":"card","title":"T","actions":[{{{actions}}}]}}""");
        Assert.IsType<Sent>(sent);
        await product.ReceiveAndDeliverAsync(TextNow("1"));

        Assert.Equal((Text, "approvals"), (product.Flow.Received[0].Event.Type, product.Flow.Received[0].Event["replyTo"]));
    }

    [Theory]
    [InlineData("Tuesday", PostBack, "label")]
    [InlineData("2", Text, null)]
    public async Task RouteText_QuickRepliesAsACard_HaveLabelsButNoNumbers(string text, string type, string? matchedBy)
    {
        await _product.SendAsync(message: When);
        await _product.ReceiveAndDeliverAsync(Webhooks.Change(TextNow(text), root => root["channel"]!["from"]!["id"] = "u-1"));

        Assert.Equal((type, matchedBy), (Event.Type, Event["matchedBy"]));
    }

    [Theory]
    [InlineData("Reject", PostBack, "label")]
    [InlineData("I reject this.", PostBack, "text")]
    [InlineData("Approve", Text, null)]
    [InlineData("1", Text, null)]
    public async Task RouteText_ImBackAsAButton_HasItsLabelAndText(string text, string type, string? matchedBy)
    {
        _product.Genesys.On(ProductFixture.EventsPath, HttpStatusCode.OK, """[{"id":"m-2"}]""");
        await _product.PostAsync($$$"""{"id":"r-2","replyTo":"approvals","to":{"conversation":{"id":"c-1","channelId":"h","providerId":"p"}},"message":{{{Invoice}}}}""");
        await _product.ReceiveAndDeliverAsync(TextNow(text));

        Assert.Equal((type, matchedBy), (Event.Type, Event["matchedBy"]));
        Assert.Equal(type == PostBack ? "I reject this." : null, Event["rawPayload"]);
    }

    [Fact]
    public async Task RouteText_ImBackTwice_IsAPressOnce()
    {
        await _product.SendAsync();
        await SayAsUserAsync("I reject this request.");
        await SayAsUserAsync("I reject this request.");

        Assert.Equal([PostBack, Text], _product.Flow.Received.Select(call => call.Event.Type));
        Assert.Equal(["approvals", "approvals"], _product.Flows());
    }

    [Fact]
    public async Task RouteText_AgentAskedAfterAnImBack_IsAText()
    {
        await _product.SendAsync();
        _product.Time.Advance(TimeSpan.FromSeconds(1));
        await AgentAsync("Really?", customer: "u-1");
        await SayAsUserAsync("I reject this request.");

        Assert.Equal(Text, Last.Type);
    }

    [Theory]
    [InlineData(When, 1)]
    [InlineData("""{"type":"text","text":"Hi"}""", 0)]
    public async Task RememberMessage_ConversationWithoutOptions_WritesNoRow(string message, int rows)
    {
        await SendAsync(message);
        _product.Time.Advance(TimeSpan.FromSeconds(1));
        await AgentAsync("How many?");
        await AgentAsync("How many?");

        Assert.Equal(rows, _product.Tables.Rows(TableNames.RequestIndex).Count(row => ((string)row["RowKey"]!).StartsWith("other-", StringComparison.Ordinal)));
    }

    public void Dispose() => _product.Dispose();

    private async Task SendAsync(string message, string id = "r-1")
    {
        const string Agentless = "/api/v2/conversations/messages/agentless";
        _product.Genesys.Remove(Agentless).On(Agentless, HttpStatusCode.OK, $$"""{"id":"m-{{id}}"}""");
        Assert.IsType<Sent>(await _product.PostAsync($$$"""{"id":"{{{id}}}","replyTo":"approvals","to":{"customer":{"id":"c-1","integrationId":"int-1"}},"message":{{{message}}}}"""));
    }

    private Task SayAsync(string text) => _product.ReceiveAndDeliverAsync(TextNow(text));

    private Task SayAsUserAsync(string text) => _product.ReceiveAndDeliverAsync(Webhooks.Change(TextNow(text), root => root["channel"]!["from"]!["id"] = "u-1"));

    private Task AgentAsync(string text, string id = "a-1", string customer = "c-1", string integration = "int-1") => _product.ReceiveAndDeliverAsync(Webhooks.Change(Webhooks.Vector, root =>
    {
        (root["id"], root["text"]) = (id, text);
        var channel = root["channel"]!;
        (channel["id"], channel["time"]) = (integration, _product.Time.GetUtcNow().ToString("O"));
        channel["to"]!["id"] = customer;
    }));

    private string TextNow(string text) => Webhooks.Change(Webhooks.Text, root =>
    {
        (root["id"], root["text"]) = ($"t-{++_texts}", text);
        (root["channel"]!["from"]!["id"], root["channel"]!["time"]) = ("c-1", _product.Time.GetUtcNow().ToString("O"));
    });
}
