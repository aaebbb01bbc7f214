using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessMessaging.BotFlows;
using ServerlessMessaging.Callbacks;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Tests.Callbacks;

/// <summary>What bot flows get, member by member.</summary>
public sealed class EventFactoryTests
{
    private static readonly DateTimeOffset ReceivedAt = new(2026, 11, 22, 12, 0, 1, TimeSpan.Zero);
    private static readonly RelatedRequest Nothing = new(IsPress: false);
    private static readonly RelatedRequest Known = new(IsPress: true) { Id = "r-1", ReplyTo = "approvals", To = new Recipient(ChannelId: "user:u-1") };

    [Fact]
    public void A_press() => AssertEvent(
        EventOf(Webhooks.Press, Known),
        """
        {"specversion":"1.0","type":"serverlessmessaging.postback.v1","source":"/genesys/int-1","id":"@id@","time":"2026-11-22T12:00:00+00:00","datacontenttype":"application/json","subject":"c-1",
        "data":{"payload":{"action":"approve","n":1},"rawPayload":"{\"action\":\"approve\",\"n\":1}","title":"Approve","originatingMessageId":"m-1","requestId":"r-1","replyTo":"approvals",
        "from":"u-1","conversationId":"c-1","to":{"channelId":"user:u-1"}}}
        """,
        DerivedName.Compute("Structured|p-1|"));

    [Fact]
    public void A_press_of_nobodys_message_in_a_conversation_of_ours_can_be_answered_and_names_no_flow()
    {
        var data = Node(EventOf(Webhooks.Press, Known with { Id = null, ReplyTo = null }))["data"]!.AsObject();

        Assert.False(data.ContainsKey("requestId"));
        Assert.False(data.ContainsKey("replyTo"));
        Assert.Equal("user:u-1", (string?)data["to"]!["channelId"]);
    }

    [Fact]
    public void A_text() => AssertEvent(
        EventOf(Webhooks.Text, Known with { Id = null, IsPress = false }),
        """
        {"specversion":"1.0","type":"serverlessmessaging.text.v1","source":"/genesys/int-1","id":"@id@","time":"2026-11-22T12:00:00+00:00","datacontenttype":"application/json","subject":"c-1",
        "data":{"text":"private words","replyTo":"approvals","from":"u-1","conversationId":"c-1","to":{"channelId":"user:u-1"}}}
        """,
        DerivedName.Compute("Text|t-1|"));

    [Fact]
    public void A_text_that_is_a_press() => AssertEvent(
        EventOf(Webhooks.Text, Known),
        """
        {"specversion":"1.0","type":"serverlessmessaging.postback.v1","source":"/genesys/int-1","id":"@id@","time":"2026-11-22T12:00:00+00:00","datacontenttype":"application/json","subject":"c-1",
        "data":{"payload":"private words","rawPayload":"private words","title":"private words","requestId":"r-1","replyTo":"approvals","from":"u-1","conversationId":"c-1","to":{"channelId":"user:u-1"}}}
        """,
        DerivedName.Compute("Text|t-1|"));

    [Fact]
    public void A_message_to_render() => AssertEvent(
        EventOf(Webhooks.Vector, Nothing),
        $$$"""
        {"specversion":"1.0","type":"serverlessmessaging.message.v1","source":"/genesys/11111111-1111-1111-1111-111111111111","id":"@id@","time":"2026-01-02T03:04:05.678+00:00","datacontenttype":"application/json",
        "data":{"text":"héllo + <b>","from":"user-1","message":{{{Webhooks.Vector}}}}}
        """,
        DerivedName.Compute("Text|m-1|"));

    [Fact]
    public void A_receipt() => AssertEvent(
        EventOf(Webhooks.ReceiptOf("Failed", "RateLimited"), Known with { IsPress = false }),
        """
        {"specversion":"1.0","type":"serverlessmessaging.receipt.v1","source":"/genesys/int-1","id":"@id@","time":"2026-11-22T12:00:00+00:00","datacontenttype":"application/json",
        "data":{"originatingMessageId":"m-1","requestId":"r-1","replyTo":"approvals","from":"u-1","to":{"channelId":"user:u-1"},"status":"failed","reasons":["RateLimited"]}}
        """,
        DerivedName.Compute("Receipt|m-1|Failed"));

    [Fact]
    public void A_status_of_ours() => AssertEvent(
        EventFactory.Create(new SendStatus("r-1", "failed", ReceivedAt) { ReplyTo = "approvals", Route = SendRoute.OpenMessaging, To = new(ChannelId: "user:u-1"), Reasons = ["SM2004"] }),
        """
        {"specversion":"1.0","type":"serverlessmessaging.send.v1","source":"/genesys/user%3Au-1","id":"@id@","time":"2026-11-22T12:00:01+00:00","datacontenttype":"application/json",
        "data":{"requestId":"r-1","replyTo":"approvals","to":{"channelId":"user:u-1"},"status":"failed","route":"openMessaging","reasons":["SM2004"]}}
        """,
        DerivedName.Compute("r-1", "failed"));

    [Theory]
    [InlineData("{\"a\" : 1}", "{\"a\":1}")]
    [InlineData("[1,2]", "[1,2]")]
    [InlineData("17", "17")]
    [InlineData("true", "true")]
    [InlineData("null", "null")]
    [InlineData("\"quoted\"", "\"quoted\"")]
    [InlineData("inv:1001:approve", "\"inv:1001:approve\"")]
    [InlineData("{broken", "\"{broken\"")]
    [InlineData(" padded ", "\" padded \"")]
    [InlineData("", "\"\"")]
    [InlineData("héllo <b>", "\"héllo <b>\"")]
    public void A_payload_is_parsed_where_it_is_JSON_and_stands_beside_as_it_came(string payload, string parsed)
    {
        var data = Node(EventOf(PressOf(payload), Nothing with { IsPress = true }))["data"]!;

        Assert.Equal(payload, (string?)data["rawPayload"]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(parsed), data["payload"]));
    }

    public static TheoryData<string> Strange => new("""{"action":"\ud800"}""", """{"\ud800":1}""", new string('[', 64) + new string(']', 64), new string('[', 62) + new string(']', 62), """{"a":1,"a":2}""", """{"a":"\u0000"}""");

    [Theory]
    [MemberData(nameof(Strange))]
    public void A_payload_that_is_hardly_JSON_is_told_all_the_same(string payload) => Assert.Equal(payload, (string?)Node(EventOf(PressOf(payload), Nothing with { IsPress = true }))["data"]!["rawPayload"]);

    [Fact]
    public void What_is_escaped_stays_readable() =>
        Assert.Contains("\"text\":\"héllo + <b>\"", Encoding.UTF8.GetString(Json(EventOf(Webhooks.Vector, Nothing))), StringComparison.Ordinal);

    [Theory]
    [InlineData("a/b c?d#é", "/genesys/a%2Fb%20c%3Fd%23%C3%A9")]
    [InlineData(null, "/genesys/unknown")]
    public void A_source_is_a_reference_whatever_the_integration_is_called(string? name, string source) =>
        Assert.Equal(source, EventOf(Webhooks.Change(Webhooks.Text, root => root["channel"]!["id"] = name), Nothing).Source);

    [Fact]
    public void Without_a_time_it_happened_when_it_came() =>
        Assert.Equal(ReceivedAt, EventOf(Webhooks.Change(Webhooks.Text, root => root["channel"]!.AsObject().Remove("time")), Nothing).Time);

    [Fact]
    public void A_text_with_more_than_text_brings_the_whole_of_it()
    {
        var webhook = Webhooks.Change(Webhooks.Text, root => root["content"] = JsonNode.Parse("""[{"contentType":"Attachment","attachment":{"url":"https://x"}}]"""));

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(webhook), Node(EventOf(webhook, Nothing))["data"]!["message"]));
    }

    private static string PressOf(string payload) => Webhooks.Change(Webhooks.Press, root => root["content"]![0]!["buttonResponse"]!["payload"] = payload);

    private static BotFlowEvent EventOf(string webhook, RelatedRequest related)
    {
        Assert.Null(WebhookReader.Read(Encoding.UTF8.GetBytes(webhook), out var message));
        return EventFactory.Create(message!, related, ReceivedAt);
    }

    private static byte[] Json(BotFlowEvent botFlowEvent) => JsonSerializer.SerializeToUtf8Bytes(botFlowEvent, BotFlowsJson.Http.BotFlowEvent);

    private static JsonNode Node(BotFlowEvent botFlowEvent) => JsonNode.Parse(Json(botFlowEvent))!;

    private static void AssertEvent(BotFlowEvent botFlowEvent, string expected, string id)
    {
        var wanted = JsonNode.Parse(expected.Replace("@id@", id, StringComparison.Ordinal));

        Assert.True(JsonNode.DeepEquals(wanted, Node(botFlowEvent)), Encoding.UTF8.GetString(Json(botFlowEvent)));
        Assert.True(JsonNode.DeepEquals(wanted, JsonNode.Parse(JsonSerializer.SerializeToUtf8Bytes(botFlowEvent, BotFlowsJson.Default.BotFlowEvent))));
    }
}
