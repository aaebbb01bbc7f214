using System.Net;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending;

/// <summary>The id that Genesys gives a failed response, which its support needs: in the log, and in the problem that the caller gets.</summary>
public sealed class CorrelationTests : IDisposable
{
    private const string Id = "c0ffee00-0000-4000-8000-000000000001";
    private static readonly (string, string) Header = ("ININ-Correlation-Id", Id);
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    [Theory]
    [InlineData(400, EventIds.MessageRefused)]
    [InlineData(401, EventIds.FreshTokenRefused)]
    [InlineData(403, EventIds.PermissionMissing)]
    [InlineData(408, EventIds.OutcomeUnknown)]
    [InlineData(429, EventIds.RateLimited)]
    [InlineData(500, EventIds.GenesysUnavailable)]
    [InlineData(502, EventIds.OutcomeUnknown)]
    [InlineData(503, EventIds.GenesysUnavailable)]
    public async Task Send_GenesysFails_LogsItsIdFromHeaderOrBody(int status, int eventId)
    {
        foreach (var (body, headers) in new[] { ("{}", new[] { Header, ("Retry-After", "42") }), ($$"""{"contextId":"{{Id}}"}""", [("Retry-After", "42")]) })
        {
            using var product = new ProductFixture().WithToken();
            product.Genesys.On(ProductFixture.ChannelPath, (HttpStatusCode)status, body, headers);

            var outcome = await product.PostAsync(Requests.ToUser);

            Assert.Contains(Id, LinesOf(product, eventId), StringComparison.Ordinal);
            Assert.Contains(Id, LinesOf(product, EventIds.GenesysCallFailed), StringComparison.Ordinal);
            Assert.True(outcome is not NotSent notSent || notSent.Problem.ContextId == Id);
        }
    }

    [Theory]
    [InlineData(401, EventIds.NotSentTokenUnavailable)]
    [InlineData(500, EventIds.GenesysUnavailable)]
    [InlineData(429, EventIds.RateLimited)]
    public async Task Send_LoginFails_LogsTheIdOfGenesys(int status, int eventId)
    {
        _product.Genesys.Remove(ProductFixture.TokenPath).On(ProductFixture.TokenPath, (HttpStatusCode)status, "{}", Header, ("Retry-After", "42"));

        var outcome = await _product.PostAsync(Requests.ToUser);

        Assert.Contains(Id, LinesOf(_product, eventId), StringComparison.Ordinal);
        Assert.True(outcome is not NotSent notSent || notSent.Problem.ContextId == Id);
    }

    [Fact]
    public async Task Send_TokenReplaced_LogsTheIdOfGenesys()
    {
        _product.Genesys
            .On(ProductFixture.ChannelPath, HttpStatusCode.Unauthorized, "{}", Header)
            .On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");

        Assert.IsType<Sent>(await _product.PostAsync(Requests.ToUser));

        Assert.Contains(Id, LinesOf(_product, EventIds.GenesysCallFailed), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ProductFixture.TokenPath)]
    [InlineData(ProductFixture.UsersPath)]
    public async Task Send_UnreadableResponse_LogsTheIdOfGenesys(string path)
    {
        _product.Genesys.Remove(path).On(path, HttpStatusCode.OK, "no JSON", Header);

        await _product.PostAsync(Requests.ToEmail);

        Assert.Contains(Id, LinesOf(_product, EventIds.GenesysUnavailable), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_OneEventOfAListRefused_LogsTheIdOfGenesys()
    {
        _product.Genesys.On(ProductFixture.EventsPath, HttpStatusCode.OK, """[{"error":{"status":400,"code":"bad.request","message":"no"}}]""", Header);

        var outcome = await _product.PostAsync("""{"id":"r-1","to":{"conversation":{"id":"c","channelId":"ch","providerId":"p"}},"message":{"type":"text","text":"hello"}}""");

        Assert.Equal(Id, Assert.IsType<NotSent>(outcome).Problem.ContextId);
        Assert.Contains(Id, LinesOf(_product, EventIds.MessageRefused), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_OverlongId_IsTruncated()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.BadRequest, "no JSON", ("ININ-Correlation-Id", new string('x', 5000)));

        Assert.Equal(200, Assert.IsType<NotSent>(await _product.PostAsync(Requests.ToUser)).Problem.ContextId!.Length);
        Assert.DoesNotContain(new string('x', 201), _product.Log.Text, StringComparison.Ordinal);
    }

    public void Dispose() => _product.Dispose();

    private static string LinesOf(ProductFixture product, int eventId) => string.Join('\n', product.Log.Find(eventId));
}
