using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessMessaging.BotFlows;
using ServerlessMessaging.Callbacks;

namespace ServerlessMessaging.Tests.Callbacks;

/// <summary>Signed webhooks of unexpected form are read as far as possible or refused with a reason; they never cause an exception.</summary>
public sealed class UnexpectedWebhooksTests
{
    private static readonly string[] Values = ["7", "null", "[]", "{}", "true", "\"\"", "\"text\"", "[[]]", "[7,null]", "{\"id\":7}", "-1e400"];

    public static TheoryData<string> Samples => new(
        Webhooks.Vector,
        Webhooks.Press,
        Webhooks.Text,
        Webhooks.Typing,
        Webhooks.Presence,
        Webhooks.TwoPresses,
        Webhooks.Change(Webhooks.Text, root => root["content"] = JsonNode.Parse(Webhooks.Attachments)),
        Webhooks.Change(Webhooks.Text, root => root["channel"]!["dateDeleted"] = "2026-11-22T12:00:05.000Z"),
        Webhooks.ReceiptOf("Failed", "RateLimited"),
        Webhooks.ToRender("""{"contentType":"Card","card":{"title":"T","actions":[{"type":"Postback","text":"A","payload":"p"}]}}"""),
        Webhooks.Change(Webhooks.Press, root => root["relatedMessages"] = JsonNode.Parse("""[{"id":"m-7"}]""")));

    [Theory]
    [MemberData(nameof(Samples))]
    public void Read_MemberOfAnotherType_IsReadOrRefused(string sample)
    {
        foreach (var path in Paths(JsonNode.Parse(sample)!, []))
        {
            foreach (var value in Values)
            {
                AssertProblem(Replace(sample, path, value), $"{string.Join('/', path)} = {value}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Read_MemberMissing_IsReadOrRefused(string sample)
    {
        foreach (var path in Paths(JsonNode.Parse(sample)!, []))
        {
            AssertProblem(Replace(sample, path, null), string.Join('/', path));
        }
    }

    [Theory]
    [Trait("Fault", "F16")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("OK")]
    [InlineData("{")]
    [InlineData("""{"type":"Text"} {}""")]
    [InlineData("""{"type":"Text",}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("\"Text\"")]
    [InlineData("{}")]
    [InlineData("""{"id":"m-1","text":"no type"}""")]
    [InlineData("""{"type":""}""")]
    [InlineData("""{"type":7}""")]
    [InlineData("""{"type":"Text","type":"Receipt"}""")]
    [InlineData("""{"type":"Text","channel":{"id":"a","id":"b"}}""")]
    [InlineData("""{"type":"Text","text":"\ud800"}""")]
    [InlineData("""{"type":"Text","text":"\udc00\ud800"}""")]
    [InlineData("""{"type":"Text","\ud800":1}""")]
    [InlineData("""{"type":"Text","text":"\u0000"}""")]
    public void Read_InvalidJson_IsRefused(string body) => AssertUnreadable(Encoding.UTF8.GetBytes(body));

    [Theory]
    [Trait("Fault", "F16")]
    [InlineData(0x80)]
    [InlineData(0xFF)]
    [InlineData(0xC3, 0x28)]
    [InlineData(0xED, 0xA0, 0x80)]
    [InlineData(0xC0, 0xAF)]
    [InlineData(0xF8, 0x88, 0x80, 0x80, 0x80)]
    public void Read_InvalidUtf8_IsRefused(params int[] bytes)
    {
        byte[] wrong = [.. bytes.Select(value => (byte)value)];

        AssertUnreadable([.. """{"type":"Text","text":"a"""u8, .. wrong, .. "\"}"u8]);
        AssertUnreadable([.. """{"type":"Text","a"""u8, .. wrong, .. "\":1}"u8]);
        AssertUnreadable([.. wrong, .. """{"type":"Text"}"""u8]);
    }

    [Theory]
    [Trait("Fault", "F16")]
    [InlineData(31, true)]
    [InlineData(32, false)]
    [InlineData(5000, false)]
    public void Read_NestedTooDeeply_IsRefused(int arrays, bool isReadable)
    {
        var body = $$"""{"type":"Text","deep":{{new string('[', arrays)}}{{new string(']', arrays)}}}""";

        Assert.Equal(isReadable, WebhookReader.Read(Encoding.UTF8.GetBytes(body), out _) is null);
    }

    [Fact]
    public void Read_ByteOrderMark_IsAccepted()
    {
        Assert.Null(WebhookReader.Read(Encoding.UTF8.GetBytes("\uFEFF" + Webhooks.Text), out var message));

        Assert.Equal("t-1", message!.Id);
    }

    private static void AssertUnreadable(byte[] body)
    {
        var problem = WebhookReader.Read(body, out var message);

        Assert.Equal(("SM2301", null), (problem?.Code.Code, message));
        Assert.DoesNotContain("Text", problem!.Detail, StringComparison.Ordinal);
    }

    private static void AssertProblem(string body, string what)
    {
        var exception = Record.Exception(() =>
        {
            var problem = WebhookReader.Read(Encoding.UTF8.GetBytes(body), out var message);
            Assert.NotEqual(problem is null, message is null);
            if (message is not null)
            {
                var related = new RelatedRequest(message.Kind == WebhookKind.Press);
                JsonSerializer.SerializeToUtf8Bytes(EventFactory.Create(message, related, DateTimeOffset.UnixEpoch), BotFlowsJson.Http.BotFlowEvent);
            }
        });

        Assert.True(exception is null, $"{what}: {exception}");
    }

    private static string Replace(string sample, string[] path, string? value)
    {
        // Valid JSON, but no .NET number can hold it.
        const string Huge = "-1e400";
        const string Placeholder = "\"@huge@\"";
        var root = JsonNode.Parse(sample)!;
        var parent = path[..^1].Aggregate(root, (node, step) => node is JsonArray array ? array[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]! : node[step]!);
        var replacement = value is null ? null : JsonNode.Parse(value == Huge ? Placeholder : value);
        switch (parent)
        {
            case JsonArray array when value is null:
                array.RemoveAt(int.Parse(path[^1], System.Globalization.CultureInfo.InvariantCulture));
                break;
            case JsonArray array:
                array[int.Parse(path[^1], System.Globalization.CultureInfo.InvariantCulture)] = replacement;
                break;
            case JsonObject members when value is null:
                members.Remove(path[^1]);
                break;
            default:
                parent[path[^1]] = replacement;
                break;
        }

        return root.ToJsonString().Replace(Placeholder, Huge, StringComparison.Ordinal);
    }

    private static IEnumerable<string[]> Paths(JsonNode node, string[] parents)
    {
        var children = node switch
        {
            JsonObject members => members.Select(member => (member.Key, member.Value)),
            JsonArray items => items.Select((item, index) => (index.ToString(System.Globalization.CultureInfo.InvariantCulture), item)),
            _ => [],
        };
        foreach (var (step, child) in children)
        {
            string[] path = [.. parents, step];
            yield return path;
            foreach (var descendant in child is null ? [] : Paths(child, path))
            {
                yield return descendant;
            }
        }
    }
}
