using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ServerlessMessaging.Callbacks;

namespace ServerlessMessaging.Tests.Callbacks;

/// <summary>The documented forms of webhooks.</summary>
public sealed class WebhookReaderTests
{
    private const string PressWithoutType = """{"channel":{"id":"int-1","from":{"id":"u-1"},"time":"2026-11-22T12:00:00Z","messageId":"ext-778"},"buttonResponse":{"type":"QuickReply","text":"Yes","payload":"yes"},"originatingMessageId":"m-1"}""";

    [Fact]
    public void Read_AgentText_IsAMessage()
    {
        var message = Read(Webhooks.Vector);

        Assert.Equal(("m-1", "Text", WebhookKind.Message), (message.Id, message.Type, message.Kind));
        Assert.Equal(("11111111-1111-1111-1111-111111111111", "user-1", null, "héllo + <b>"), (message.IntegrationId, message.CustomerId, message.ConversationId, message.Text));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero), message.Time);
        Assert.False(message.HasContent);
    }

    [Theory]
    [InlineData("""{"contentType":"Attachment","attachment":{"id":"a","mediaType":"Image","url":"https://x/y","mime":"image/png","filename":"a.png","contentSizeBytes":1234}}""", "Text", null)]
    [InlineData("""{"contentType":"QuickReply","quickReply":{"text":"Yes","payload":"Yes","action":"Message"}},{"contentType":"QuickReply","quickReply":{"text":"No","payload":"No","action":"Message"}}""")]
    [InlineData("""{"contentType":"QuickReplyV2","quickReplyV2":{"title":"Proceed?","actions":[{"text":"Yes","payload":"Yes"}]}}""")]
    [InlineData("""{"contentType":"Card","card":{"title":"Invoice 1001","description":"Amount 500","image":"https://x/y.png","defaultAction":{"type":"Link","url":"https://x"},"actions":[{"type":"Postback","text":"Approve","payload":"a"}]}}""")]
    [InlineData("""{"contentType":"Carousel","carousel":{"cards":[{"title":"A","actions":[]},{"title":"B","actions":[]}]}}""", "Structured", null)]
    [InlineData("""{"contentType":"DatePicker","datePicker":{"title":"When?","availableTimes":[{"dateTime":"2026-05-30T12:00:00.000Z","duration":1800}]}}""")]
    [InlineData("""{"contentType":"SomethingNew","somethingNew":{}}""")]
    public void Read_AgentContent_IsAMessageWithTheJsonUnchanged(string content, string type = "Structured", string? text = "Prompt")
    {
        var webhook = Webhooks.ToRender(content, type, text);

        var message = Read(webhook);

        Assert.Equal((WebhookKind.Message, type, text, true, null), (message.Kind, message.Type, message.Text, message.HasContent, message.Payload));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(webhook), JsonNode.Parse(message.Json.GetRawText())));
    }

    [Fact]
    public void Read_TypingIndicator_IsTyping() => Assert.Equal((WebhookKind.Typing, new("On", 5000)), (Read(Webhooks.Typing).Kind, Read(Webhooks.Typing).Typing));

    [Fact]
    public void Read_Receipt_HasMessageStatusAndReasons()
    {
        var receipt = Read(Webhooks.ReceiptOf("Failed", "RateLimited", "GeneralError"));

        Assert.Equal((WebhookKind.Receipt, "m-1", "Failed", "u-1"), (receipt.Kind, receipt.Id, receipt.Status, receipt.CustomerId));
        Assert.Equal([new("RateLimited", "private words"), new("GeneralError", "private words")], receipt.Reasons);
    }

    [Theory]
    [InlineData("""[{"code":"has blanks"},{"code":"Good.one_2-x"}]""", "has blanks|Good.one_2-x")]
    [InlineData("""[{"message":"Blocked"},{"code":null,"message":"Blocked"},{"code":"","message":"Blocked"},{"code":{},"message":"Blocked"},{"code":true,"message":"Blocked"}]""", "Blocked|Blocked|Blocked|Blocked|Blocked")]
    [InlineData("""[{"code":131047,"message":"Re-engagement message"},{"code":-1e400}]""", "131047: Re-engagement message|-1e400")]
    [InlineData("""{"code":"NoList","message":"Blocked"}""", "NoList: Blocked")]
    [InlineData("""{"Code":"AnyCase","MESSAGE":"Blocked"}""", "AnyCase: Blocked")]
    [InlineData("\"Blocked\"", "Blocked")]
    [InlineData("[\"Blocked\",7,null,true,[],{},{\"code\":\" \"},{\"other\":\"x\"}]", "Blocked|7")]
    [InlineData("null", "")]
    [InlineData("[{\"code\":\"two\\nlines\",\"message\":\"a\\u202Eb\\u200B\\tc\\u001B[31m\"}]", "two lines: a b  c [31m")]
    [InlineData("[{\"message\":\"\\u200B\\u2060\\uFEFF\\u00AD\"}]", "")]
    [InlineData("[{\"message\":\"ann@example.com opted out \\uD83D\\uDE00\"}]", "(address) opted out 😀")]
    public void Read_ReasonsOfAnyForm_AreCleaned(string reasons, string expected) =>
        Assert.Equal(expected, string.Join('|', Read(Webhooks.Change(Webhooks.Receipt, root => root["reasons"] = JsonNode.Parse(reasons))).Reasons));

    [Fact]
    public void Read_ReasonsTooLongOrTooMany_AreCut()
    {
        var reason = Assert.Single(Read(Webhooks.Change(Webhooks.ReceiptOf("Failed", new string('c', 500)), root => root["reasons"]![0]!["message"] = new string('m', 199) + "😀")).Reasons);

        Assert.Equal((new string('c', 64), new string('m', 199)), (reason.Code, reason.Message));
        Assert.Equal(10, Read(Webhooks.ReceiptOf("Failed", [.. Enumerable.Range(0, 50).Select(number => $"code-{number}")])).Reasons.Count);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("\"true\"", true)]
    [InlineData("false", false)]
    [InlineData("null", false)]
    [InlineData("1", false)]
    [InlineData("\"yes\"", false)]
    [InlineData("[true]", false)]
    public void Read_IsFinalReceipt_IsTrueOnly(string value, bool isFinal) =>
        Assert.Equal(isFinal, Read(Webhooks.Change(Webhooks.Receipt, root => root["isFinalReceipt"] = JsonNode.Parse(value))).IsFinal);

    [Fact]
    public void Read_ContentAsOneObject_IsAPress()
    {
        var press = Read(Webhooks.Change(Webhooks.Press, root => root["content"] = root["content"]![0]!.DeepClone()));

        Assert.Equal((WebhookKind.Press, "Approve"), (press.Kind, press.Text));
    }

    [Fact]
    public void Read_PressInTheContent_IsAPress()
    {
        var press = Read(Webhooks.Press);

        Assert.Equal((WebhookKind.Press, "p-1", "Approve", """{"action":"approve","n":1}"""), (press.Kind, press.Id, press.Text, press.Payload));
        Assert.Equal(("m-1", "u-1", "c-1", "int-1"), (press.OriginatingMessageId, press.CustomerId, press.ConversationId, press.IntegrationId));
    }

    [Fact]
    public void Read_PressWithoutTypeDirectionAndId_IsAPress()
    {
        var press = Read(PressWithoutType);

        Assert.Equal((WebhookKind.Press, "Structured", "ext-778", "Yes", "yes", "m-1", "u-1"), (press.Kind, press.Type, press.Id, press.Text, press.Payload, press.OriginatingMessageId, press.CustomerId));
    }

    [Theory]
    [InlineData("root")]
    [InlineData("button")]
    [InlineData("content")]
    [InlineData("channel")]
    [InlineData("related")]
    [InlineData("nowhere")]
    public void Read_OriginatingMessageIdInAnyPlace_IsFound(string place)
    {
        var webhook = Webhooks.Change(Webhooks.Press, root =>
        {
            root.Remove("originatingMessageId");
            var content = root["content"]![0]!.AsObject();
            if (place == "related")
            {
                root["relatedMessages"] = JsonNode.Parse("""[{"no":"id"},{"id":"m-7"}]""");
            }
            else if (place != "nowhere")
            {
                var target = place switch { "root" => root, "button" => content["buttonResponse"]!.AsObject(), "content" => content, _ => root["channel"]!.AsObject() };
                target["originatingMessageId"] = "m-7";
            }
        });

        Assert.Equal(place == "nowhere" ? null : "m-7", Read(webhook).OriginatingMessageId);
    }

    [Theory]
    [InlineData("Outbound", WebhookKind.Message)]
    [InlineData("outbound", WebhookKind.Message)]
    [InlineData("INBOUND", WebhookKind.Press)]
    [InlineData(null, WebhookKind.Press)]
    public void Read_PressOfAnyDirection_IsInboundByDefault(string? direction, object kind) =>
        Assert.Equal(kind, Read(Webhooks.Change(Webhooks.Press, root => root["direction"] = direction)).Kind);

    [Theory]
    [InlineData("Inbound", WebhookKind.Text, "u-1")]
    [InlineData("Outbound", WebhookKind.Message, "int-1")]
    [InlineData(null, WebhookKind.Message, "int-1")]
    public void Read_Direction_DecidesWhoTheCustomerIs(string? direction, object kind, string customer)
    {
        var text = Read(Webhooks.Change(Webhooks.Text, root => root["direction"] = direction));

        Assert.Equal((kind, customer), (text.Kind, text.CustomerId));
    }

    [Fact]
    public void Read_MemberNamesInAnyCase_AreRead()
    {
        static string Upper(string json) => Regex.Replace(json, "\"([A-Za-z]+)\":", match => match.Value.ToUpperInvariant());

        var press = Read(Upper(Webhooks.Press));

        Assert.Equal((WebhookKind.Press, "p-1", "Approve", "m-1", "u-1", "c-1"), (press.Kind, press.Id, press.Text, press.OriginatingMessageId, press.CustomerId, press.ConversationId));
        Assert.NotNull(press.Time);
    }

    [Theory]
    [InlineData("2026-11-22T12:00:00.000Z", "2026-11-22T12:00:00Z")]
    [InlineData("2026-11-22T14:00:00+02:00", "2026-11-22T12:00:00Z")]
    [InlineData("2026-11-22T12:00:00.000+0000", "2026-11-22T12:00:00Z")]
    [InlineData("2026-11-22T12:00:00.000", "2026-11-22T12:00:00Z")]
    [InlineData("yesterday", null)]
    [InlineData("", null)]
    [InlineData("2026-13-45T99:00:00Z", null)]
    [InlineData("0001-01-01T00:00:00+14:00", null)]
    [InlineData("9999-12-31T23:59:59-14:00", null)]
    [InlineData("1763812800", null)]
    public void Read_InvalidTime_IsNull(string time, string? expected) => Assert.Equal(
        expected is null ? null : DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture),
        Read(Webhooks.Change(Webhooks.Press, root => root["channel"]!["time"] = time)).Time);

    [Fact]
    public void Read_NoId_IsTheHashOfTheBytes()
    {
        const string Body = """{"type":"Text"}""";

        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Body))), Read(Body).Id);
        Assert.NotEqual(Read(Body).EventId, Read(Body + " ").EventId);
    }

    [Fact]
    public void Read_EventId_DependsOnTypeIdStatusFinalityAndTimes()
    {
        static string Modified(string webhook, string at) => Webhooks.Change(webhook, root => root["channel"]!["dateModified"] = at);

        string[] webhooks =
        [
            Webhooks.ReceiptOf("Sent"), Webhooks.ReceiptOf("Delivered"), Webhooks.Vector, Webhooks.Press,
            Webhooks.Change(Webhooks.Receipt, root => root["isFinalReceipt"] = false),
            Modified(Webhooks.Text, "2026-11-22T12:00:05.000Z"), Modified(Webhooks.Text, "2026-11-22T12:00:06.000Z"), Webhooks.Text,
            Webhooks.Change(Webhooks.Text, root => root["dateModified"] = "2026-11-22T12:00:07.000Z"),
            Webhooks.Change(Webhooks.Text, root => root["dateDeleted"] = "2026-11-22T12:00:07.000Z"),
            Webhooks.Change(Webhooks.Receipt, root => root["channel"]!["time"] = "2026-11-22T12:00:05Z"),
        ];
        string[] ids = [.. webhooks.Select(webhook => Read(webhook).EventId)];

        Assert.Distinct(ids);
        Assert.Equal(ids[3], Read(Webhooks.Change(Webhooks.Press, root => root["conversationId"] = "c-2")).EventId);
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{32}$", id));
    }

    private static WebhookMessage Read(string body)
    {
        Assert.Null(WebhookReader.Read(Encoding.UTF8.GetBytes(body), out var message));
        return message!;
    }
}
