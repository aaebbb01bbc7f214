using ServerlessMessaging.Contract;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Callbacks;

/// <summary>Which flow gets what the customer pressed or said.</summary>
public sealed class PressRoutingTests : IDisposable
{
    private readonly ProductFixture _product = CallbackFixture.Create();

    private FlowEvent Event => Assert.Single(_product.Flow.Received).Event;

    [Fact]
    public async Task A_press_finds_the_request_by_the_message_that_it_answers()
    {
        await _product.SendAsync();
        await _product.BringAsync(Webhooks.Press);

        Assert.Equal(["approvals"], _product.Flows());
        Assert.Equal(("serverlessmessaging.postback.v1", "r-1", "approvals", "m-1"), (Event.Type, Event["requestId"], Event["replyTo"], Event["originatingMessageId"]));
        Assert.Equal("user:u-1", (string?)Event.Node("to")!["channelId"]);
    }

    [Fact]
    public async Task A_way_to_the_request_that_is_not_written_yet_is_looked_for_again_after_five_seconds()
    {
        await _product.BringAsync(Webhooks.Press);
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
    public async Task A_press_of_a_message_that_is_none_of_ours_goes_by_its_action(string payload, string flow)
    {
        await _product.BringAsync(PressOf("m-of-others", payload));
        await _product.DeliverWhenDueAsync();

        Assert.Equal([flow], _product.Flows());
        Assert.Equal((null, null), (Event["requestId"], Event["replyTo"]));
    }

    [Fact]
    public async Task In_a_conversation_of_ours_too_but_then_it_can_be_answered()
    {
        await _product.SendAsync();
        await _product.BringAsync(PressOf("m-of-others", "words"));
        await _product.DeliverWhenDueAsync();

        Assert.Equal(["default"], _product.Flows());
        Assert.Equal((null, "user:u-1"), (Event["requestId"], (string?)Event.Node("to")!["channelId"]));
    }

    [Fact]
    public async Task A_request_that_names_no_flow_or_an_unknown_one_leaves_it_to_the_action()
    {
        await _product.SendAsync(replyTo: "unknown");
        await _product.BringAsync(PressOf("m-1", """{"action":"approve"}"""));

        Assert.Equal(["actions"], _product.Flows());
        Assert.Equal(("r-1", "unknown"), (Event["requestId"], Event["replyTo"]));
    }

    [Fact]
    public async Task A_press_without_a_message_answers_the_conversations_last_request()
    {
        await _product.SendAsync("r-0", replyTo: null);
        await _product.SendAsync();
        await _product.BringAsync(PressOf(null, "words"));

        Assert.Equal(("r-1", "approvals"), (Event["requestId"], Event["replyTo"]));
    }

    [Theory]
    [InlineData("I reject this request.", 0, "serverlessmessaging.postback.v1", "r-1", "approvals")]
    [InlineData("  I reject this request.\n", 86_399, "serverlessmessaging.postback.v1", "r-1", "approvals")]
    [InlineData("I reject this request.", 86_400, "serverlessmessaging.postback.v1", "r-1", "approvals")]
    [InlineData("I reject this request.", 86_401, "serverlessmessaging.text.v1", null, "default")]
    [InlineData("i reject this request.", 0, "serverlessmessaging.text.v1", null, "approvals")]
    [InlineData("Approve", 0, "serverlessmessaging.text.v1", null, "approvals")]
    public async Task A_text_that_a_button_would_have_said_is_a_press_for_24_hours(string text, int seconds, string type, string? request, string flow)
    {
        await _product.SendAsync();
        _product.Time.Advance(TimeSpan.FromSeconds(seconds));
        await _product.BringAsync(TextOf(text));

        Assert.Equal((type, request), (Event.Type, Event["requestId"]));
        Assert.Equal([flow], _product.Flows());
        Assert.Equal(request is null ? null : text, Event["rawPayload"]);
    }

    [Fact]
    public async Task Only_the_buttons_of_the_last_message_speak()
    {
        await _product.SendAsync();
        await _product.SendAsync("r-2", message: """{"type":"text","text":"Hi"}""");
        await _product.BringAsync(TextOf("I reject this request."));

        Assert.Equal("serverlessmessaging.text.v1", Event.Type);
    }

    [Fact]
    public async Task A_conversation_is_found_by_its_id_before_the_customers()
    {
        await _product.SendAsync();
        _product.Genesys.On(ProductFixture.EventsPath, System.Net.HttpStatusCode.OK, """[{"id":"m-2"}]""");
        await _product.PostAsync("""{"id":"r-2","replyTo":"actions","to":{"conversation":{"id":"c-1","channelId":"h","providerId":"p"}},"message":{"type":"text","text":"Hi"}}""");

        await _product.BringAsync(Webhooks.Text);

        Assert.Equal(["actions"], _product.Flows());
    }

    [Fact]
    public async Task Text_AnotherMessageWasSentSince_AnswersTheLatestAtThatTime()
    {
        await _product.SendAsync();
        var said = TextOf("I reject this request.");
        _product.Time.Advance(TimeSpan.FromMinutes(1));
        await _product.SendAsync("r-2");

        await _product.BringAsync(said);

        Assert.Equal(("serverlessmessaging.postback.v1", "r-1"), (Event.Type, Event["requestId"]));
    }

    [Fact]
    public async Task An_answer_stays_that_to_its_request_while_the_flow_is_down()
    {
        _product.Flow.Now(System.Net.HttpStatusCode.ServiceUnavailable).Then(System.Net.HttpStatusCode.OK);
        await _product.SendAsync();
        await _product.BringAsync(TextOf("I reject this request."));
        await _product.SendAsync("r-2");

        await _product.DeliverWhenDueAsync();

        Assert.Equal(["r-1", "r-1"], _product.Flow.Received.Select(call => call.Event["requestId"]));
    }

    [Fact]
    public async Task Customers_of_two_integrations_may_have_one_id()
    {
        _product.Genesys.On("/api/v2/conversations/messages/agentless", System.Net.HttpStatusCode.OK, """{"id":"m-2"}""");
        var sent = await _product.PostAsync("""{"id":"r-2","replyTo":"actions","to":{"customer":{"id":"u-1","integrationId":"another"}},"message":{"type":"text","text":"Hi"}}""");
        Assert.Equal(200, sent.HttpStatus);

        await _product.BringAsync(Webhooks.Text);

        Assert.Equal(["default"], _product.Flows());
        Assert.Null(Event.Node("to"));
    }

    [Fact]
    public async Task Once_decided_the_flow_stays()
    {
        _product.Flow.Now(System.Net.HttpStatusCode.ServiceUnavailable).Then(System.Net.HttpStatusCode.OK);
        await _product.BringAsync(Webhooks.Text);
        await _product.SendAsync();

        await _product.DeliverWhenDueAsync();

        Assert.Equal(["default", "default"], _product.Flows());
    }

    [Fact]
    public async Task A_flow_that_was_decided_and_is_no_more_is_chosen_anew()
    {
        await _product.EnqueueCallbackAsync(_product.Envelope(Webhooks.Text, attempt: 2) with { Flow = "removed" });

        Assert.Equal(["default"], _product.Flows());
    }

    [Fact]
    public async Task An_index_that_cannot_be_read_delivers_nothing_to_the_wrong_flow()
    {
        await _product.SendAsync();
        _product.Tables.SetForm(TableNames.RequestIndex, $"message-{DerivedName.Compute("m-1")}", 2);
        await Assert.ThrowsAsync<UnreadableRecordException>(() => _product.BringAsync(Webhooks.Press));
        await _product.EnqueueCallbackAsync(_product.Envelope(Webhooks.Press), deliveries: 5);

        Assert.Empty(_product.Flow.Received);
        Assert.Equal("SM4006", Assert.Single(await _product.DeadLettersAsync()).Code);
    }

    public void Dispose() => _product.Dispose();

    private string TextOf(string text) => Webhooks.Change(Webhooks.Text, root =>
    {
        root["text"] = text;
        root["channel"]!["time"] = _product.Time.GetUtcNow().ToString("O");
    });

    private static string PressOf(string? messageId, string payload) => Webhooks.Change(Webhooks.Press, root =>
    {
        root["originatingMessageId"] = messageId;
        root["content"]![0]!["buttonResponse"]!["payload"] = payload;
    });
}
