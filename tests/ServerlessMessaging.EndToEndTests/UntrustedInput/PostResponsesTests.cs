using System.Text;
using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.UntrustedInput;

/// <summary>Unexpected responses to a post: a status that arrived counts; without a status the outcome is unknown.</summary>
public sealed class PostResponsesTests(UnexpectedGenesys genesys) : IClassFixture<UnexpectedGenesys>
{
    private const string Accepted = "202 Accepted";
    private static readonly string Deep = new string('[', 100) + new string(']', 100);

    private static readonly Dictionary<string, (RawResponse Response, string? MessageId)> Successes = new()
    {
        ["no gzip"] = (RawResponses.Create($"{Accepted}\r\nContent-Encoding: gzip", "this is no gzip"), null),
        ["gzip cut off"] = (RawResponses.Create($"{Accepted}\r\nContent-Encoding: gzip", RawResponses.Bomb[..1000]), null),
        ["no Brotli"] = (RawResponses.Create($"{Accepted}\r\nContent-Encoding: br", "this is no Brotli"), null),
        ["no deflate"] = (RawResponses.Create($"{Accepted}\r\nContent-Encoding: deflate", "this is no deflate"), null),
        ["an unknown encoding"] = (RawResponses.Create($"{Accepted}\r\nContent-Encoding: zip", "this is no zip"), null),
        ["a body cut off"] = (RawResponses.End($"HTTP/1.1 {Accepted}\r\nContent-Length: 1000\r\n\r\n{{\"id\":\"m"), null),
        ["a body reset"] = (RawResponses.Reset($"HTTP/1.1 {Accepted}\r\nContent-Length: 1000\r\n\r\n{{\"id\":\"m"), null),
        ["chunks of no size"] = (RawResponses.End($"HTTP/1.1 {Accepted}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), null),
        ["HTML"] = (RawResponses.Create($"{Accepted}\r\nContent-Type: text/html", "<html>"), null),
        ["JSON as a picture"] = (RawResponses.Create($"{Accepted}\r\nContent-Type: image/png", """{"id":"m-1"}"""), "m-1"),
        ["no UTF-8"] = (RawResponses.Create(Accepted, [.. "{\"id\":\""u8, 0xFF, 0xFE, .. "\"}"u8]), null),
        ["half a surrogate pair"] = (RawResponses.Create(Accepted, """{"id":"\ud800"}"""), null),
        ["a hundred levels"] = (RawResponses.Create(Accepted, $$"""{"id":"m-1","x":{{Deep}}}"""), null),
        ["an id twice"] = (RawResponses.Create(Accepted, """{"id":"m-1","id":"m-2"}"""), "m-2"),
        ["a number for an id"] = (RawResponses.Create(Accepted, """{"id":7}"""), null),
        ["an id of a thousand characters"] = (RawResponses.Create(Accepted, $$"""{"id":"{{new string('m', 1000)}}"}"""), new string('m', 200)),
        ["a list"] = (RawResponses.Create(Accepted, """[{"id":"m-1"}]"""), null),
        ["no body"] = (RawResponses.End("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"), null),
        ["a thousand hints before it"] = (RawResponses.End(Hints(1000) + $"HTTP/1.1 {Accepted}\r\nContent-Length: 12\r\n\r\n{{\"id\":\"m-1\"}}"), "m-1"),
        ["unusual headers"] = (RawResponses.Create($"{Accepted}\r\nRetry-After: never\r\nSet-Cookie: a=b\r\nX-Bytes: \u00ff\u0001\r\nContent-Type: ;;;", """{"id":"m-1"}"""), "m-1"),
    };

    private static readonly Dictionary<string, RawResponse> Losses = new()
    {
        ["headers without an end"] = RawResponses.Flood($"HTTP/1.1 {Accepted}\r\n", "X-More: and more\r\n"),
        ["one header without an end"] = RawResponses.Flood($"HTTP/1.1 {Accepted}\r\nX-Long: ", "x"),
        ["a status line that trickles"] = RawResponses.Trickle("HTTP/1.1 20"),
        ["hints without an end"] = RawResponses.Flood(string.Empty, Hints(1)),
        ["no HTTP"] = RawResponses.End("SSH-2.0-OpenSSH_9.6\r\n"),
        ["nothing"] = RawResponses.End(string.Empty),
        ["a reset after the request"] = RawResponses.Reset(),
        ["a reset in the headers"] = RawResponses.Reset($"HTTP/1.1 {Accepted}\r\nContent-Le"),
    };

    public static TheoryData<string> SuccessNames => [.. Successes.Keys];

    public static TheoryData<string> LossNames => [.. Losses.Keys];

    [Theory]
    [MemberData(nameof(SuccessNames))]
    public async Task SendMessage_SuccessStatusWithAnyBody_Is200(string what)
    {
        genesys.Server.Next(UnexpectedGenesys.Channel, Successes[what].Response);

        var (id, response) = await genesys.SendAsync();

        Assert.Equal((200, Successes[what].MessageId), (response.Status, response.Json.TryGetProperty("messageId", out var messageId) ? messageId.GetString() : null));
        Assert.Equal(1, genesys.Posts(id));
    }

    [Theory]
    [MemberData(nameof(LossNames))]
    public async Task SendMessage_NoStatus_IsAnUnknownOutcome(string what)
    {
        genesys.Server.Next(UnexpectedGenesys.Channel, Losses[what]);

        var (id, response) = await genesys.SendAsync();

        Assert.Equal((504, "SM2204"), (response.Status, response.Code));
        Assert.Equal(1, genesys.Posts(id));
    }

    [Theory]
    [InlineData("301 Moved Permanently")]
    [InlineData("302 Found")]
    [InlineData("303 See Other")]
    [InlineData("307 Temporary Redirect")]
    [InlineData("308 Permanent Redirect")]
    public async Task SendMessage_Redirect_IsNotFollowed(string status)
    {
        await using var elsewhere = new RawServer(_ => RawResponses.Create(Accepted));
        genesys.Server.Next(UnexpectedGenesys.Channel, RawResponses.Create($"{status}\r\nLocation: {elsewhere.Address}"));

        await genesys.AssertWaitsAsync(posts: 1);

        Assert.Equal(0, elsewhere.Connections);
    }

    [Theory]
    [InlineData("101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade", "SM2202")]
    [InlineData("700 Beyond", "SM2202")]
    [InlineData("503 Service Unavailable\r\nRetry-After: 2147483647", "SM2202")]
    [InlineData("503 Service Unavailable\r\nRetry-After: 0\r\nRetry-After: 1", "SM2202")]
    public async Task SendMessage_UnexpectedStatusOrRetryAfter_CountsAsUnavailable(string head, string code)
    {
        genesys.Server.Next(UnexpectedGenesys.Channel, RawResponses.Create(head));

        await genesys.AssertWaitsAsync(code, posts: 1);
    }

    [Fact]
    public async Task SendMessage_ResponseBeforeTheRequest_IsHandled()
    {
        // The third connection is the post, after login and look-up.
        genesys.Server.NextBeforeReading(2, RawResponses.Create(Accepted, """{"id":"m-early"}"""));

        var (_, response) = await genesys.SendAsync();

        // Accepted, or cut off before or after the request was written.
        Assert.True(response.Status == 200 || response.Code is "SM2204" or "SM3008", response.ToString());
    }

    [Fact]
    public async Task SendMessage_ResetBeforeTheRequestIsRead_IsNoSuccess()
    {
        genesys.Server.NextBeforeReading(2, RawResponses.Reset());

        var (id, response) = await genesys.SendAsync();

        Assert.Contains(response.Code, (string[])["SM2204", "SM3008"]);
        Assert.Equal(0, genesys.Posts(id));
    }

    private static string Hints(int count) => new StringBuilder().Insert(0, "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", count).ToString();
}
