using System.Net.Http.Headers;
using System.Text;
using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.Sending;

/// <summary>Invalid requests over HTTP: a problem with code and place, and no call to Genesys.</summary>
public sealed class BadInputTests(BadInputTests.SharedSystem shared) : IClassFixture<BadInputTests.SharedSystem>
{
    public static TheoryData<string, string, int, string, string> Malformed => new()
    {
        { "not JSON", "hello", 400, "SM1001", "" },
        { "nothing", "", 400, "SM1001", "" },
        { "cut off", """{"to":{"email":"recipient@example.com"},"message":{"type":"text","te""", 400, "SM1001", "/message/type" },
        { "an array", "[]", 400, "SM1004", "" },
        { "an unknown member", """{"to":{"email":"recipient@example.com"},"message":{"type":"text","text":"x"},"prioritty":1}""", 400, "SM1002", "/prioritty" },
        { "a duplicate member", """{"to":{"email":"recipient@example.com","email":"x@example.com"},"message":{"type":"text","text":"x"}}""", 400, "SM1003", "/to/email" },
        { "a wrong type", """{"to":{"email":7},"message":{"type":"text","text":"x"}}""", 400, "SM1004", "/to/email" },
        { "a lone surrogate", SendRequests.Message("""{"type":"text","text":"\ud800"}"""), 400, "SM1006", "/message/text" },
        { "a NUL", SendRequests.Message("""{"type":"text","text":"a\u0000b"}"""), 400, "SM1006", "/message/text" },
        { "an id with a slash", SendRequests.WithId("a/b"), 422, "SM1107", "/id" },
        { "an id with dots", SendRequests.WithId(".."), 422, "SM1107", "/id" },
        { "an unknown email", SendRequests.To("""{"email":"unknown@example.com"}"""), 422, "SM2001", "/to/email" },
        { "no email", SendRequests.To("""{"email":"not an address"}"""), 422, "SM1106", "/to/email" },
        { "an ftp image", SendRequests.Message("""{"type":"card","title":"x","image":{"url":"ftp://example.com/x.png"}}"""), 422, "SM1112", "/message/image/url" },
        { "two recipients", SendRequests.To("""{"email":"recipient@example.com","userId":"u"}"""), 422, "SM1105", "/to" },
        { "no recipient", SendRequests.To("{}"), 422, "SM1105", "/to" },
        { "no to", """{"message":{"type":"text","text":"x"}}""", 422, "SM1105", "/to" },
        { "2049 units of payload", SendRequests.Payload($"\"{new string('x', 2049)}\""), 422, "SM1108", "/message/actions/0/payload" },
        { "a fancy card", SendRequests.Message("""{"type":"card","title":"x","cardType":"fancy"}"""), 422, "SM1104", "/message/cardType" },
        { "an unknown message type", SendRequests.Message("""{"type":"hologram"}"""), 422, "SM1102", "/message/type" },
        { "a time in the past", """{"to":{"email":"recipient@example.com"},"message":{"type":"text","text":"x"},"expiresAt":"2001-01-01T00:00:00Z"}""", 422, "SM3002", "/expiresAt" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task SendMessage_InvalidRequest_ReturnsCodePlaceAndRemedy(string what, string body, int status, string code, string place)
    {
        var response = await shared.System.SendAsync(body);

        Assert.Equal((status, "application/problem+json"), (response.Status, response.ContentType));
        var error = Assert.Single(response.Json.GetProperty("errors").EnumerateArray());
        Assert.Equal((code, true), (error.GetProperty("code").GetString(), error.GetProperty("pointer").GetString()!.StartsWith(place, StringComparison.Ordinal)));
        Assert.True(error.GetProperty("detail").GetString()!.Length > 20, $"{what}: no remedy");
        Assert.EndsWith($"docs/errors.md#{response.Code!.ToLowerInvariant()}", response.Json.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Empty(await shared.System.Control.PostsAsync());
    }

    [Fact]
    public async Task SendMessage_SeveralBrokenRules_ReturnsAllOfThem()
    {
        var response = await shared.System.SendAsync(
            """{"id":"..","to":{},"message":{"type":"card","title":"","image":{"url":"x"},"actions":[{"type":"postBack","title":"Go"},{"type":"call","title":"x"}]}}""");

        Assert.Equal((422, "SM1100"), (response.Status, response.Code));
        Assert.Equal(
            ["/id SM1107", "/to SM1105", "/message/title SM1101", "/message/image/url SM1112", "/message/actions/0/payload SM1101", "/message/actions/1/type SM1103"],
            response.Json.GetProperty("errors").EnumerateArray().Select(error => $"{error.GetProperty("pointer").GetString()} {error.GetProperty("code").GetString()}"));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData(null)]
    public async Task SendMessage_OtherContentType_Is415(string? contentType)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(SendRequests.Text));
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);

        var response = await shared.System.PostAsync("/api/messages", content);

        Assert.Equal((415, "SM1008"), (response.Status, response.Code));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SendMessage_BodyAbove256KiB_Is413(bool announced)
    {
        var content = new ByteArrayContent(new byte[(256 * 1024) + 1]) { Headers = { ContentType = new("application/json") } };
        content.Headers.ContentLength = announced ? content.Headers.ContentLength : null;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = content };
        request.Headers.TransferEncodingChunked = announced ? null : true;
        request.Headers.Add("x-functions-key", TestSystem.FunctionKey);

        using var response = await shared.System.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var result = await HttpResult.ReadAsync(response);

        Assert.Equal((413, "SM1009"), (result.Status, result.Code));
    }

    [Fact]
    public async Task SendMessage_BodyOfExactly256KiB_IsRead()
    {
        var response = await shared.System.SendAsync(SendRequests.To("{}").PadRight(256 * 1024));

        Assert.Equal(422, response.Status);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("\"..\"")]
    [InlineData("batch")]
    public async Task SendMessage_MalformedIdempotencyKey_Is400(string header)
    {
        var response = await shared.System.SendAsync(SendRequests.Text, ("Idempotency-Key", header));

        Assert.Equal((400, "SM1007"), (response.Status, response.Code));
    }

    [Fact]
    public async Task SendMessage_IdempotencyKeyDiffersFromId_Is400()
    {
        var response = await shared.System.SendAsync(SendRequests.WithId("one"), ("Idempotency-Key", "two"));

        Assert.Equal((400, "SM1007", "/id"), (response.Status, response.Code, response.Json.GetProperty("errors")[0].GetProperty("pointer").GetString()));
    }

    /// <summary>Shared, because these tests send nothing.</summary>
    public sealed class SharedSystem : IAsyncLifetime
    {
        internal TestSystem System { get; private set; } = null!;

        public async ValueTask InitializeAsync() => System = await TestSystem.StartAsync();

        public ValueTask DisposeAsync() => System.DisposeAsync();
    }
}
