using System.Net;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending;

public sealed class MessageSenderTests : IDisposable
{
    private const string ToUser = """{"id":"r-1","to":{"userId":"u-1"},"message":{"type":"text","text":"private words"}}""";
    private const string ToEmail = """{"id":"r-1","to":{"email":"someone@example.com"},"message":{"type":"text","text":"private words"}}""";
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    [Fact]
    public async Task Send_GenesysAccepts_ReturnsItsMessageId()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");

        var sent = Assert.IsType<Sent>(await SendAsync(ToUser));

        Assert.Equal(("r-1", MessageState.Sent, "m-1"), (sent.Response.Id, sent.Response.Status, sent.Response.MessageId));
        Assert.Contains(EventIds.MessageSent, _product.Log.EventIds);
    }

    [Fact]
    public async Task Send_RecipientByEmail_IsLookedUp()
    {
        _product.Genesys
            .On(ProductFixture.UsersPath, HttpStatusCode.OK, """{"entities":[{"id":"u-1","email":"someone@example.com"}]}""")
            .On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");

        Assert.IsType<Sent>(await SendAsync(ToEmail));
        Assert.Single(_product.Genesys.To(ProductFixture.ChannelPath));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"id":7}""")]
    public async Task Send_ResponseWithoutId_IsSentAndLogged(string body)
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.OK, body);

        var sent = Assert.IsType<Sent>(await SendAsync(ToUser));

        Assert.Null(sent.Response.MessageId);
        Assert.Contains("\"MessageId\":null", System.Text.Json.JsonSerializer.Serialize(sent.Response), StringComparison.Ordinal);
        Assert.Contains(EventIds.MessageIdMissing, _product.Log.EventIds);
    }

    [Fact]
    public async Task Send_NoUserWithTheEmail_IsRefused()
    {
        _product.Genesys.On(ProductFixture.UsersPath, HttpStatusCode.OK, """{"entities":[{"id":"u-9","email":"first@example.com"}]}""");

        var problem = await ProblemAsync(ToEmail, EventIds.RecipientNotFound);

        Assert.Equal((ErrorCodes.UnknownEmail, "/to/email", "r-1"), (problem.Code, problem.Errors.Single().Pointer, problem.Id));
    }

    [Theory]
    [InlineData(400, "SM2007", EventIds.MessageRefused, null)]
    [InlineData(401, "SM2102", EventIds.FreshTokenRefused, 30.0)]
    [InlineData(403, "SM2103", EventIds.PermissionMissing, 30.0)]
    public async Task Send_GenesysRefuses_HasItsCodeEventAndRetryAfter(int status, string code, int eventId, double? retryAfter)
    {
        _product.Genesys.On(ProductFixture.ChannelPath, (HttpStatusCode)status, """{"message":"about private words","code":"not.authorized"}""");

        var problem = await ProblemAsync(ToUser, eventId);

        Assert.Equal((code, retryAfter, "r-1"), (problem.Code.Code, problem.RetryAfter?.TotalSeconds, problem.Id));
        Assert.Equal(MessageState.Failed, _product.Records.Record("r-1")!.State);
        Assert.Empty(_product.Copies());
    }

    [Theory]
    [InlineData(429, "SM2201", EventIds.RateLimited)]
    [InlineData(500, "SM2202", EventIds.GenesysUnavailable)]
    [InlineData(503, "SM2202", EventIds.GenesysUnavailable)]
    [InlineData(504, "SM2204", EventIds.OutcomeUnknown)]
    public async Task Send_GenesysUnavailable_IsAcceptedWithItsCodeAndEvent(int status, string code, int eventId)
    {
        _product.Genesys.On(ProductFixture.ChannelPath, (HttpStatusCode)status, """{"message":"about private words"}""", ("Retry-After", "42"));

        Assert.IsType<Accepted>(await SendAsync(ToUser));

        Assert.Equal(code, Assert.Single(_product.Records.Record("r-1")!.Failures!).Code);
        Assert.Contains(eventId, _product.Log.EventIds);
        Assert.Contains(EventIds.RequestDeferred, _product.Log.EventIds);
    }

    [Fact]
    public async Task Send_LookUpRefused_Is503()
    {
        _product.Genesys.On(ProductFixture.UsersPath, HttpStatusCode.NotFound);

        var problem = await ProblemAsync(ToEmail, EventIds.UserLookupRefused);

        Assert.Equal((503, ErrorCodes.LookUpRefused), (problem.Code.Status, problem.Code));
    }

    [Fact]
    public async Task Send_ClientRefused_IsNotSentAndLogged()
    {
        _product.Genesys.Remove(ProductFixture.TokenPath).On(ProductFixture.TokenPath, HttpStatusCode.Unauthorized);

        var problem = await ProblemAsync(ToUser, EventIds.NotSentTokenUnavailable);

        Assert.Equal(ErrorCodes.TokenRefused, problem.Code);
        Assert.Contains(EventIds.AccessTokenRefused, _product.Log.EventIds);
    }

    [Fact]
    public async Task Send_SecretMissing_NamesIt()
    {
        _product.Vault.Fault = new Azure.RequestFailedException(404, "no");

        var problem = await ProblemAsync(ToUser, EventIds.NotSentSecretUnavailable);

        Assert.Equal(ErrorCodes.SecretUnavailable, problem.Code);
        Assert.Contains("genesys-client-secret", problem.Detail, StringComparison.Ordinal);
    }

    public void Dispose() => _product.Dispose();

    private async Task<Problem> ProblemAsync(string body, int eventId)
    {
        var problem = Assert.IsType<NotSent>(await SendAsync(body)).Problem;
        Assert.Contains(eventId, _product.Log.EventIds);
        return problem;
    }

    private Task<SendOutcome> SendAsync(string body) => _product.PostAsync(body);
}
