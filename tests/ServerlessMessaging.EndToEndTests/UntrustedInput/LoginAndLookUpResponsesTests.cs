using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.UntrustedInput;

/// <summary>Unexpected responses of login and look-up: nothing was posted yet, so the message can be deferred.</summary>
public sealed class LoginAndLookUpResponsesTests(UnexpectedGenesys genesys) : IClassFixture<UnexpectedGenesys>
{
    private static readonly Dictionary<string, RawResponse> Unexpected = new()
    {
        ["HTML"] = RawResponses.Create("200 OK\r\nContent-Type: text/html", "<html>"),
        ["nothing"] = RawResponses.Create("200 OK"),
        ["a list"] = RawResponses.Create("200 OK", "[]"),
        ["no UTF-8"] = RawResponses.Create("200 OK", [0xFF, 0xFE, 0x00]),
        ["a hundred levels"] = RawResponses.Create("200 OK", new string('[', 100) + new string(']', 100)),
        ["no gzip"] = RawResponses.Create("200 OK\r\nContent-Encoding: gzip", "this is no gzip"),
        ["a gzip bomb"] = RawResponses.Create("200 OK\r\nContent-Encoding: gzip", RawResponses.Bomb),
        ["headers without an end"] = RawResponses.Flood("HTTP/1.1 200 OK\r\n", "X-More: and more\r\n"),
        ["a reset in the headers"] = RawResponses.Reset("HTTP/1.1 200 O"),
        ["no HTTP"] = RawResponses.End("220 ready\r\n"),
    };

    public static TheoryData<string, string> Cases =>
        [.. from path in new[] { UnexpectedGenesys.Login, UnexpectedGenesys.LookUp } from what in Unexpected.Keys select new TheoryDataRow<string, string>(path, what)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task SendMessage_UnexpectedLoginOrLookUp_CountsAsUnavailable(string path, string what)
    {
        genesys.Server.Next(path, Unexpected[what]);

        await genesys.AssertWaitsAsync();
    }

    [Theory]
    [InlineData(UnexpectedGenesys.Login)]
    [InlineData(UnexpectedGenesys.LookUp)]
    public async Task SendMessage_RedirectOfLoginOrLookUp_IsNotFollowed(string path)
    {
        await using var elsewhere = new RawServer(_ => RawResponses.Create("200 OK", """{"access_token":"stolen","expires_in":3600}"""));
        genesys.Server.Next(path, RawResponses.Create($"307 Temporary Redirect\r\nLocation: {elsewhere.Address}"));

        await genesys.AssertWaitsAsync();

        Assert.Equal(0, elsewhere.Connections);
    }
}
