using System.Text;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending;

public sealed class MessagePreviewTests : IDisposable
{
    private readonly ProductFixture _product = new();

    [Theory]
    [InlineData("""{"email":"someone@example.com"}""", "user:{userId}")]
    [InlineData("""{"userId":"u-1"}""", "user:u-1")]
    [InlineData("""{"channelId":"user:u-1"}""", "user:u-1")]
    public void Preview_ValidRequest_ReturnsThePostAndMakesNone(string to, string channel)
    {
        var response = Show($$$"""{"to":{{{to}}},"message":{"type":"quickReplies","text":"?","replies":[{"text":"Yes","value":"y"}]}}""").Response!;

        Assert.Equal((SendRoute.OpenMessaging, "POST", $"/api/v2/openmessaging/channels/{channel}/messages"), (response.Route, response.Request!.Method, response.Request.Path));
        Assert.Equal("?", response.Request.Body.GetProperty("content")[0].GetProperty("title").GetString());
        Assert.Equal(["quickReplies-as-card"], response.Degradations);
        Assert.Empty(response.Errors);
        Assert.Empty(_product.Genesys.Received);
    }

    [Fact]
    public void Preview_InvalidRequest_ListsEveryBrokenRule()
    {
        var response = Show("""{"to":{},"message":{"type":"card","title":"","cardType":"fancy","image":{"url":"ftp://example.com/x"}}}""").Response!;

        Assert.Equal(["/to", "/message/title", "/message/image/url", "/message/cardType"], response.Errors.Select(error => error.Pointer));
        Assert.Null(response.Request);
        Assert.Null(response.Route);
    }

    [Fact]
    public void Preview_MalformedBody_IsAProblemAndLogged()
    {
        Assert.Equal(ErrorCodes.NotJson, Show("{").Problem!.Code);
        Assert.Contains(ServerlessMessaging.Telemetry.EventIds.PreviewMalformed, _product.Log.EventIds);
    }

    [Fact]
    public void Preview_SpecialCharactersInTheId_EscapesThePath()
    {
        var response = Show("""{"to":{"userId":"a?b%2Fc"},"message":{"type":"text","text":"Hi"}}""").Response!;

        Assert.Equal("/api/v2/openmessaging/channels/user:a%3Fb%252Fc/messages", response.Request!.Path);
    }

    public void Dispose() => _product.Dispose();

    private (PreviewResponse? Response, Problem? Problem) Show(string body) => _product.Get<MessagePreview>().Show(Encoding.UTF8.GetBytes(body));
}
