using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessMessaging.BotFlows;
using ServerlessMessaging.Callbacks;

namespace ServerlessMessaging.Tests.Callbacks;

/// <summary>What a webhook may hold beside its text, and the event of it.</summary>
public sealed class WebhookContentTests
{
    private const string QuickReply = """{"contentType":"QuickReply","quickReply":{"text":"Yes","payload":"Yes","action":"Message"}}""";

    [Theory]
    [InlineData("Inbound", "serverlessmessaging.text.v1")]
    [InlineData("Outbound", "serverlessmessaging.message.v1")]
    public void Create_Attachments_AreMembersOfTheEvent(string direction, string type)
    {
        var (found, data) = Event(Webhooks.Change(Webhooks.Text, root => (root["content"], root["text"], root["direction"]) = (JsonNode.Parse(Webhooks.Attachments), null, direction)));

        Assert.Equal((type, null), (found, data["text"]));
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                [{"mediaType":"Image","url":"https://x/y.png","mime":"image/png","filename":"y.png","id":"a","text":"private words","sha256":"00","contentSizeBytes":1234},
                {"mediaType":"File","url":"https://x/z","mime":"application/pdf"}]
                """),
            data["attachments"]));
    }

    [Theory]
    [InlineData("""{"contentType":"Attachment","attachment":{"url":"https://x"}}""")]
    [InlineData("""{"contentType":"Reactions","reactions":[{"reactionType":"Like","count":1}]}""")]
    public void Read_EventWithContent_IsNoTypingIndicator(string content)
    {
        var webhook = Webhooks.Change(Webhooks.Typing, root => (root["content"], root["direction"]) = (JsonNode.Parse($"[{content}]"), "Inbound"));

        Assert.Equal(WebhookKind.Text, Read(webhook).Kind);
    }

    [Theory]
    [InlineData("""[{"contentType":"Text","text":"hello"}]""")]
    [InlineData("""[{"contentType":"Text","text":{"type":"Plain","body":"hello"}}]""")]
    public void Read_TextAmongTheContents_IsItsText(string content)
    {
        var text = Read(Webhooks.Change(Webhooks.Text, root => (root["content"], root["text"]) = (JsonNode.Parse(content), null)));

        Assert.Equal((WebhookKind.Text, "hello", false), (text.Kind, text.Text, text.HasContent));
    }

    [Theory]
    [InlineData(QuickReply)]
    [InlineData("""{"contentType":"QuickReplyV2","quickReplyV2":{"title":"Proceed?","actions":[{"text":"Yes","payload":"Yes"}]}}""")]
    [InlineData("""{"contentType":"Card","card":{"title":"A","actions":[{"type":"Postback","text":"Approve","payload":"a"}]}}""")]
    [InlineData("""{"contentType":"Carousel","carousel":{"cards":[{"title":"A","actions":[]}]}}""")]
    [InlineData("""{"contentType":"DatePicker","datePicker":{"title":"When?","availableTimes":[{"dateTime":"2026-05-30T12:00:00.000Z","duration":1800}]}}""")]
    [InlineData("""{"contentType":"ListPicker","listPicker":{"sections":[{"items":[{"id":"1","title":"A"}]}]}}""")]
    [InlineData("""{"contentType":"Reactions","reactions":[{"reactionType":"Like","count":1}]}""")]
    [InlineData("""{"contentType":"SomethingNew","somethingNew":{"any":[1]}}""")]
    public void Create_AnyContent_IsInTheEventAsItCame(string content)
    {
        foreach (var direction in new[] { "Inbound", "Outbound" })
        {
            var webhook = Webhooks.Change(Webhooks.ToRender(content), root => root["direction"] = direction);

            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(webhook), Event(webhook).Data["message"]));
        }
    }

    [Theory]
    [InlineData("""{"action":"approve","n":[1, 2]}""", """{"action":"approve","n":[1,2]}""")]
    [InlineData("17", "17")]
    [InlineData("false", "false")]
    public void Create_PayloadThatIsNoString_IsItsJson(string payload, string raw)
    {
        var (_, data) = Event(Webhooks.Change(Webhooks.Press, root => root["content"]![0]!["buttonResponse"]!["payload"] = JsonNode.Parse(payload)));

        Assert.Equal(raw, (string?)data["rawPayload"]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(payload), data["payload"]));
    }

    [Theory]
    [InlineData("null", "Approve")]
    [InlineData("\"\"", "")]
    public void Create_PayloadThatSaysNothing_IsTheLabelOnlyWhereMissing(string payload, string raw) => Assert.Equal(
        raw, (string?)Event(Webhooks.Change(Webhooks.Press, root => root["content"]![0]!["buttonResponse"]!["payload"] = JsonNode.Parse(payload))).Data["rawPayload"]);

    [Fact]
    public void Create_PressWithOtherContent_HasIt()
    {
        var (type, data) = Event(Webhooks.Change(Webhooks.Press, root => root["content"]!.AsArray().Add(JsonNode.Parse(QuickReply))));

        Assert.Equal("serverlessmessaging.postback.v1", type);
        Assert.NotNull(data["message"]);
    }

    [Fact]
    public void Read_SeveralButtons_AreSeveralParts()
    {
        var webhook = Read(Webhooks.TwoPresses);
        WebhookMessage[] parts = [.. Enumerable.Range(0, 4).Select(webhook.PartOf)];

        Assert.Equal([("Approve", "a", "m-1"), ("Second", "b", "m-2")], parts[..2].Select(part => (part.Text, part.Payload, part.OriginatingMessageId)));
        Assert.Equal([0, 1, 0, 0], parts.Select(part => part.Part));
        Assert.Equal(2, parts.Select(part => part.EventId).Distinct().Count());
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public void Read_ManyButtons_AreRefusedAboveTwenty(int count, bool isReadable)
    {
        var webhook = Webhooks.Change(Webhooks.TwoPresses, root =>
            root["content"] = new JsonArray([.. Enumerable.Range(0, count).Select(_ => root["content"]![0]!.DeepClone())]));

        Assert.Equal(isReadable, WebhookReader.Read(Encoding.UTF8.GetBytes(webhook), out _) is null);
    }

    [Theory]
    [InlineData("Inbound", "inbound", "u-2")]
    [InlineData("Outbound", "outbound", "u-1")]
    public void Create_Typing_SaysWhoTypesForHowLong(string direction, string expected, string from)
    {
        var (type, data) = Event(Webhooks.Change(Webhooks.Typing, root => (root["direction"], root["channel"]!["from"]) = (direction, JsonNode.Parse("""{"id":"u-2"}"""))));

        Assert.Equal(("serverlessmessaging.typing.v1", expected, from), (type, (string?)data["direction"], (string?)data["from"]));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"type":"On","duration":5000}"""), data["typing"]));
    }

    [Fact]
    public void Create_Presence_SaysWhatChanged()
    {
        var (type, data) = Event(Webhooks.Presence);

        Assert.Equal(("serverlessmessaging.presence.v1", "outbound", "Disconnect"), (type, (string?)data["direction"], (string?)data["presence"]!["type"]));
        Assert.NotNull(data["message"]);
    }

    [Theory]
    [InlineData("channel")]
    [InlineData("root")]
    public void Create_Deletion_NamesTheMessage(string place)
    {
        var (type, data) = Event(Webhooks.Change(Webhooks.Text, root => (place == "root" ? root : root["channel"]!.AsObject())["dateDeleted"] = "2026-11-22T12:00:05.000Z"));

        Assert.Equal(("serverlessmessaging.deletion.v1", "t-1", "inbound"), (type, (string?)data["originatingMessageId"], (string?)data["direction"]));
        Assert.Equal("2026-11-22T12:00:05+00:00", (string?)data["deletedAt"]);
        Assert.Null(data["text"]);
    }

    [Theory]
    [InlineData("2026-11-22T12:00:05.000Z", "2026-11-22T12:00:05+00:00")]
    [InlineData("2026-11-22T12:00:00Z", null)]
    [InlineData("yesterday", null)]
    public void Create_Edit_SaysWhenItWasModified(string modified, string? expected)
    {
        var (type, data) = Event(Webhooks.Change(Webhooks.Text, root => root["channel"]!["dateModified"] = modified));

        Assert.Equal(("serverlessmessaging.text.v1", expected, expected is not null), (type, (string?)data["modifiedAt"], data["message"] is not null));
    }

    private static WebhookMessage Read(string body)
    {
        Assert.Null(WebhookReader.Read(Encoding.UTF8.GetBytes(body), out var message));
        return message!;
    }

    private static (string Type, JsonNode Data) Event(string body)
    {
        var message = Read(body);
        var found = EventFactory.Create(message, new(message.Kind == WebhookKind.Press), DateTimeOffset.UnixEpoch);
        return (found.Type, JsonNode.Parse(JsonSerializer.SerializeToUtf8Bytes(found, BotFlowsJson.Http.BotFlowEvent))!["data"]!);
    }
}
