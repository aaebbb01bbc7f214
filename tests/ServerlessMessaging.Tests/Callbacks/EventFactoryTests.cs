using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessMessaging.BotFlows;
using ServerlessMessaging.Callbacks;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Tests.Callbacks;

/// <summary>The JSON of each event, member by member.</summary>
public sealed class EventFactoryTests
{
    private static readonly DateTimeOffset ReceivedAt = new(2026, 11, 22, 12, 0, 1, TimeSpan.Zero);
    private static readonly RelatedRequest NoRequest = new(IsPress: false);
    private static readonly RelatedRequest KnownRequest = new(IsPress: true) { Id = "r-1", ReplyTo = "approvals", To = new Recipient(ChannelId: "user:u-1") };

    [Fact]
    public void Create_ButtonPress_IsAPostbackEvent() => AssertEvent(
        CreateEvent(Webhooks.Press, KnownRequest),
        """
        {"specversion":"1.0","type":"serverlessmessaging.postback.v1","source":"/genesys/int-1","id":"@id@","time":"2026-11-22T12:00:00+00:00","datacontenttype":"application/json","subject":"c-1",
        "data":{"payload":{"action":"approve","n":1},"rawPayload":"{\"action\":\"approve\",\"n\":1}","title":"Approve","originatingMessageId":"m-1","requestId":"r-1","replyTo":"approvals",
        "from":"u-1","conversationId":"c-1","to":{"channelId":"user:u-1"}}}
        """,
        EventId("Structured", "p-1"));

    [Fact]
    public void Create_CustomerText_IsATextEvent() => AssertEvent(
        CreateEvent(Webhooks.Text, KnownRequest with { Id = null, IsPress = false }),
        """
        {"specversion":"1.0","type":"serverlessmessaging.text.v1","source":"/genesys/int-1","id":"@id@","time":"2026-11-22T12:00:00+00:00","datacontenttype":"application/json","subject":"c-1",
        "data":{"text":"private words","replyTo":"approvals","from":"u-1","conversationId":"c-1","to":{"channelId":"user:u-1"}}}
        """,
        EventId("Text", "t-1"));

    [Fact]
    public void Create_TextOfAButton_IsAPostbackEvent() => AssertEvent(
        CreateEvent(Webhooks.Text, KnownRequest),
        """
        {"specversion":"1.0","type":"serverlessmessaging.postback.v1","source":"/genesys/int-1","id":"@id@","time":"2026-11-22T12:00:00+00:00","datacontenttype":"application/json","subject":"c-1",
        "data":{"payload":"private words","rawPayload":"private words","title":"private words","requestId":"r-1","replyTo":"approvals","from":"u-1","conversationId":"c-1","to":{"channelId":"user:u-1"}}}
        """,
        EventId("Text", "t-1"));

    [Fact]
    public void Create_AgentMessage_IsAMessageEvent() => AssertEvent(
        CreateEvent(Webhooks.Vector, NoRequest),
        $$$"""
        {"specversion":"1.0","type":"serverlessmessaging.message.v1","source":"/genesys/11111111-1111-1111-1111-111111111111","id":"@id@","time":"2026-01-02T03:04:05.678+00:00","datacontenttype":"application/json",
        "data":{"text":"héllo + <b>","from":"user-1","message":{{{Webhooks.Vector}}}}}
        """,
        EventId("Text", "m-1", integration: "11111111-1111-1111-1111-111111111111", time: "2026-01-02T03:04:05.678Z"));

    [Fact]
    public void Create_Receipt_IsAReceiptEvent() => AssertEvent(
        CreateEvent(Webhooks.ReceiptOf("Failed", "RateLimited"), KnownRequest with { IsPress = false }),
        """
        {"specversion":"1.0","type":"serverlessmessaging.receipt.v1","source":"/genesys/int-1","id":"@id@","time":"2026-11-22T12:00:00+00:00","datacontenttype":"application/json",
        "data":{"originatingMessageId":"m-1","requestId":"r-1","replyTo":"approvals","from":"u-1","to":{"channelId":"user:u-1"},"status":"failed","isFinal":true,"reasons":["RateLimited"],"details":[{"code":"RateLimited","message":"private words"}]}}
        """,
        EventId("Receipt", "m-1", "Failed", "final"));

    [Fact]
    public void Create_SendStatus_IsASendEvent() => AssertEvent(
        EventFactory.Create(new SendStatus("r-1", "failed", ReceivedAt) { ReplyTo = "approvals", Route = SendRoute.OpenMessaging, To = new(ChannelId: "user:u-1"), Reasons = ["SM2004"] }),
        """
        {"specversion":"1.0","type":"serverlessmessaging.send.v1","source":"/genesys/user%3Au-1","id":"@id@","time":"2026-11-22T12:00:01+00:00","datacontenttype":"application/json",
        "data":{"requestId":"r-1","replyTo":"approvals","to":{"channelId":"user:u-1"},"status":"failed","route":"openMessaging","reasons":["SM2004"]}}
        """,
        DerivedName.Compute(NameKind.StatusEvent, "r-1", "failed", "1"));

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
    public void Create_AnyPayload_HasItParsedIfJsonAndRaw(string payload, string parsed)
    {
        var data = Node(CreateEvent(PressWith(payload), NoRequest with { IsPress = true }))["data"]!;

        Assert.Equal(payload, (string?)data["rawPayload"]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(parsed), data["payload"]));
    }

    public static TheoryData<string> UnusualPayloads => new("""{"action":"\ud800"}""", """{"\ud800":1}""", new string('[', 64) + new string(']', 64), new string('[', 62) + new string(']', 62), """{"a":1,"a":2}""", """{"a":"\u0000"}""");

    [Theory]
    [MemberData(nameof(UnusualPayloads))]
    public void Create_UnusualPayload_KeepsItRaw(string payload) => Assert.Equal(payload, (string?)Node(CreateEvent(PressWith(payload), NoRequest with { IsPress = true }))["data"]!["rawPayload"]);

    [Fact]
    public void Create_CharactersOutsideAscii_AreWrittenUnescaped() =>
        Assert.Contains("\"text\":\"héllo + <b>\"", Encoding.UTF8.GetString(Json(CreateEvent(Webhooks.Vector, NoRequest))), StringComparison.Ordinal);

    [Theory]
    [InlineData("a/b c?d#é", "/genesys/a%2Fb%20c%3Fd%23%C3%A9")]
    [InlineData(null, "/genesys/unknown")]
    public void Create_AnyIntegrationId_HasAValidSource(string? name, string source) =>
        Assert.Equal(source, CreateEvent(Webhooks.Change(Webhooks.Text, root => root["channel"]!["id"] = name), NoRequest).Source);

    [Fact]
    public void Create_WebhookWithoutTime_HasTheTimeOfReceipt() =>
        Assert.Equal(ReceivedAt, CreateEvent(Webhooks.Change(Webhooks.Text, root => root["channel"]!.AsObject().Remove("time")), NoRequest).Time);

    [Fact]
    public void Create_TextWithAttachment_ContainsTheWholeMessage()
    {
        var webhook = Webhooks.Change(Webhooks.Text, root => root["content"] = JsonNode.Parse("""[{"contentType":"Attachment","attachment":{"url":"https://x"}}]"""));

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(webhook), Node(CreateEvent(webhook, NoRequest))["data"]!["message"]));
    }

    private static string EventId(string type, string id, string status = "", string finality = "", string integration = "int-1", string time = "2026-11-22T12:00:00.000Z") =>
        DerivedName.Compute(NameKind.WebhookEvent, integration, type, id, status, finality, time, string.Empty, string.Empty, string.Empty);

    private static string PressWith(string payload) => Webhooks.Change(Webhooks.Press, root => root["content"]![0]!["buttonResponse"]!["payload"] = payload);

    private static BotFlowEvent CreateEvent(string webhook, RelatedRequest related)
    {
        Assert.Null(WebhookReader.Read(Encoding.UTF8.GetBytes(webhook), out var message));
        return EventFactory.Create(message!, related, ReceivedAt);
    }

    private static byte[] Json(BotFlowEvent botFlowEvent) => JsonSerializer.SerializeToUtf8Bytes(botFlowEvent, BotFlowsJson.Http.BotFlowEvent);

    private static JsonNode Node(BotFlowEvent botFlowEvent) => JsonNode.Parse(Json(botFlowEvent))!;

    private static void AssertEvent(BotFlowEvent botFlowEvent, string expected, string id)
    {
        var expectedJson = JsonNode.Parse(expected.Replace("@id@", id, StringComparison.Ordinal));

        Assert.True(JsonNode.DeepEquals(expectedJson, Node(botFlowEvent)), Encoding.UTF8.GetString(Json(botFlowEvent)));
        Assert.True(JsonNode.DeepEquals(expectedJson, JsonNode.Parse(JsonSerializer.SerializeToUtf8Bytes(botFlowEvent, BotFlowsJson.Default.BotFlowEvent))));
    }
}
