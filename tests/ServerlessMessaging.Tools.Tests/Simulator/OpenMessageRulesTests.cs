using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace ServerlessMessaging.Tools.Tests.Simulator;

public sealed class OpenMessageRulesTests
{
    private const string OpenUrl = """{"type":"openUrl","title":"A","url":"https://example.com"}""";

    /// <summary>Message, error message and field name.</summary>
    public static TheoryData<string, string, string?> InvalidCases => new()
    {
        { "{", "The request body is not valid JSON", null },
        { "", "The request body is empty", null },
        { "[]", "The request body must be a JSON object", null },
        { "{} {}", "The request body is not valid JSON", null },
        { new string('[', 65) + new string(']', 65), "The request body is not valid JSON", null },
        { """{"content":[]}""", "Missing required member 'type'", "type" },
        { """{"type":"message"}""", "Missing required member 'content'", "content" },
        { """{"type":"message","content":[]}""", "Content must not be empty", "content" },
        { """{"type":"message","content":{}}""", "'content' must be an array", "content" },
        { """{"type":"message","content":null}""", "'content' must be an array", "content" },
        { """{"type":"note","content":[]}""", "Invalid message type", "type" },
        { """{"type":7,"content":[]}""", "'type' must be a string", "type" },
        { """{"type":"message","content":["text"]}""", "'content[0]' must be an object", "content[0]" },
        { """{"type":"message","content":[{"type":"text","text":"a"}],"to":"b"}""", "Unknown member 'to'", "to" },
        { """{"type":"message","type":"message","content":[{"type":"text","text":"a"}]}""", "Duplicate member 'type'", "type" },
        { """{"type":"message","content":[{"type":"video"}]}""", "Invalid content type", "content[0].type" },
        { """{"type":"message","content":[{"type":"text"}]}""", "Missing required member 'content[0].text'", "content[0].text" },
        { """{"type":"message","content":[{"type":"text","text":""}]}""", "'content[0].text' must not be empty", "content[0].text" },
        { """{"type":"message","content":[{"type":"text","text":"\ud800"}]}""", "The request body holds half of a surrogate pair", null },
        { """{"type":"message","content":[{"type":"text","text":"a","\udc00":1}]}""", "The request body holds half of a surrogate pair", null },
        { """{"type":"message","content":[{"type":"text","text":"a","bold":true}]}""", "Unknown member 'content[0].bold'", "content[0].bold" },
        { $$"""{"type":"message","content":[{"type":"text","text":"{{new string('x', 2001)}}"}]}""", "Text exceeds maximum length", "content[0].text" },
        { $$"""{"type":"message","content":[{{string.Join(',', Enumerable.Repeat("""{"type":"text","text":"a"}""", 11))}}]}""", "Content exceeds the maximum of 10 items", "content" },
        { """{"type":"message","content":[{"type":"card","title":"T"}]}""", "Missing required member 'content[0].cardType'", "content[0].cardType" },
        { """{"type":"message","content":[{"type":"card","cardType":"fancy","title":"T"}]}""", "Invalid card type", "content[0].cardType" },
        { """{"type":"message","content":[{"type":"card","cardType":"basic"}]}""", "Missing required member 'content[0].title'", "content[0].title" },
        { TestMessages.Card(""","subtitle":null"""), "'content[0].subtitle' must be a string", "content[0].subtitle" },
        { TestMessages.Card(""","colour":"red" """), "Unknown member 'content[0].colour'", "content[0].colour" },
        { TestMessages.Card(""","image":{"url":"http://example.com/a.png"}"""), "'content[0].image.url' must be an absolute https URL", "content[0].image.url" },
        { TestMessages.Card(""","image":{"url":"ftp://example.com/a.png"}"""), "'content[0].image.url' must be an absolute https URL", "content[0].image.url" },
        { TestMessages.Card(""","image":{"url":"https://"}"""), "'content[0].image.url' must be an absolute https URL", "content[0].image.url" },
        { TestMessages.Card(""","image":{"altText":"a"}"""), "Missing required member 'content[0].image.url'", "content[0].image.url" },
        { TestMessages.Card(""","image":{"url":"https://example.com/a.png","width":1}"""), "Unknown member 'content[0].image.width'", "content[0].image.width" },
        { TestMessages.Card(""","image":"https://example.com/a.png" """), "'content[0].image' must be an object", "content[0].image" },
        { TestMessages.Action($"{OpenUrl},{OpenUrl},{OpenUrl},{OpenUrl}"), "A card takes at most 3 actions", "content[0].actions" },
        { TestMessages.Action("""{"type":"call","title":"A"}"""), "Invalid action type", "content[0].actions[0].type" },
        { TestMessages.Action($$"""{{OpenUrl}},{"type":"postBack","payload":"a"}"""), "Missing required member 'content[0].actions[1].title'", "content[0].actions[1].title" },
        { TestMessages.Action("""{"type":"postBack","title":"A","payload":{"event":"a"}}"""), "'content[0].actions[0].payload' must be a string", "content[0].actions[0].payload" },
        { TestMessages.Action("""{"type":"imBack","title":"A"}"""), "Missing required member 'content[0].actions[0].payload'", "content[0].actions[0].payload" },
        { TestMessages.Action("""{"type":"openUrl","title":"A","url":"http://example.com"}"""), "'content[0].actions[0].url' must be an absolute https URL", "content[0].actions[0].url" },
        { TestMessages.Action("""{"type":"openUrl","title":"A","url":"/details"}"""), "'content[0].actions[0].url' must be an absolute https URL", "content[0].actions[0].url" },
        { TestMessages.Action("""{"type":"openUrl","title":"A","url":"https://example.com","payload":"a"}"""), "Unknown member 'content[0].actions[0].payload'", "content[0].actions[0].payload" },
        { TestMessages.Payload(2049), "Payload exceeds maximum length", "content[0].actions[0].payload" },
    };

    [Theory]
    [MemberData(nameof(InvalidCases), DisableDiscoveryEnumeration = true)]
    public async Task SendMessage_InvalidMessage_Returns400WithField(string json, string message, string? field)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.SendAsync(json);

        var body = await response.AssertRefusedAsync(HttpStatusCode.BadRequest, "bad.request", message);
        var fields = body.List("details").Select(detail => detail.Text("fieldName"));
        Assert.Equal(field is null ? [] : [field], fields);
        Assert.Empty(await simulator.MessagesAsync());
    }

    [Fact]
    public async Task SendMessage_ValuesAtLimits_AreAccepted()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        string[] messages =
        [
            TestMessages.Payload(2048),
            TestMessages.Action($"{OpenUrl},{OpenUrl},{OpenUrl}"),
            TestMessages.Card(""","actions":[]"""),
            $$"""{"type":"message","content":[{"type":"text","text":"{{new string('x', 2000)}}"}]}""",
            """{"type":"message","content":[{"type":"text","text":"\ud83d\udc4b \u0000"}]}""",
        ];
        foreach (var message in messages)
        {
            using var response = await simulator.SendAsync(message);
            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("application/json; charset=iso-8859-1", null)]
    [InlineData("application/json", "gzip")]
    [InlineData(null, null)]
    public async Task SendMessage_NotJsonInUtf8_Returns415(string? contentType, string? encoding)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(TestMessages.Text));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        using var response = await PostAsync(simulator, content);

        await response.AssertRefusedAsync(HttpStatusCode.UnsupportedMediaType, "unsupported.media.type");
    }

    [Fact]
    public async Task SendMessage_InvalidUtf8_Returns400()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var content = new ByteArrayContent([.. "{\"type\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await PostAsync(simulator, content);

        await response.AssertRefusedAsync(HttpStatusCode.BadRequest, "bad.request", "The request body is not valid UTF-8");
    }

    [Fact]
    public async Task SendMessage_ChunkedBodyTooLarge_Returns413()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var content = new ByteArrayContent(new byte[512_001]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await PostAsync(simulator, content, chunked: true);

        await response.AssertRefusedAsync(HttpStatusCode.RequestEntityTooLarge, "request.entity.too.large");
    }

    private static async Task<HttpResponseMessage> PostAsync(RunningSimulator simulator, HttpContent content, bool chunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, RunningSimulator.SendPath) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await simulator.TokenAsync());
        request.Headers.TransferEncodingChunked = chunked;
        return await simulator.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
