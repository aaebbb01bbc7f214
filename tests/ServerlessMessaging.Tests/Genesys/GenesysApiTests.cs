using System.Net;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Genesys;

public sealed class GenesysApiTests : IDisposable
{
    private const string Path = "/api/v2/thing";
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    [Fact]
    public async Task CallAsync_AnyCall_CarriesTheToken()
    {
        _product.Genesys.On(Path, HttpStatusCode.OK);

        await CallAsync();

        Assert.Equal("Bearer token-1", Assert.Single(_product.Genesys.To(Path)).Authorization);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task CallAsync_TokenRefused_ReplacesItOnce(HttpStatusCode refusal)
    {
        _product.Genesys.On(Path, refusal).On(Path, HttpStatusCode.OK);

        await CallAsync();

        Assert.Equal(["Bearer token-1", "Bearer token-2"], _product.Genesys.To(Path).Select(call => call.Authorization));
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, "SM2102")]
    [InlineData(HttpStatusCode.Forbidden, "SM2103")]
    public async Task CallAsync_FreshTokenRefused_IsAccessFault(HttpStatusCode refusal, string code)
    {
        _product.Genesys.On(Path, refusal);

        var exception = await Assert.ThrowsAsync<GenesysException>(CallAsync);

        Assert.Equal((FailureKind.AccessFault, code), (exception.Failure.Kind, exception.Failure.Code.Code));
        Assert.Equal(2, _product.Genesys.To(Path).Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task CallAsync_TokenRefusedEachTime_FetchesTwoTokensOnly(HttpStatusCode refusal)
    {
        _product.Genesys.On(Path, refusal);
        for (var call = 0; call < 10; call++)
        {
            await Assert.ThrowsAsync<GenesysException>(CallAsync);
        }

        Assert.Equal(2, _product.Genesys.To(ProductFixture.TokenPath).Count);
    }

    [Fact]
    public async Task CallAsync_ForbiddenMessage_KeepsTokenAndHealth()
    {
        _product.Genesys.On(Path, HttpStatusCode.Forbidden, """{"code":"131047","message":"Re-engagement message"}""");

        var exception = await Assert.ThrowsAsync<GenesysException>(CallAsync);

        Assert.Equal((FailureKind.Refused, ErrorCodes.GenesysWindowClosed), (exception.Failure.Kind, exception.Failure.Code));
        Assert.Single(_product.Genesys.To(Path));
        Assert.Single(_product.Genesys.To(ProductFixture.TokenPath));
        Assert.Null(_product.Get<GenesysStatus>().LastFailure);
    }

    [Fact]
    public async Task CallAsync_Forbidden_NamesTheScope()
    {
        _product.Genesys.On(Path, HttpStatusCode.Forbidden);

        var exception = await Assert.ThrowsAsync<GenesysException>(CallAsync);

        Assert.Contains("a:scope", exception.Failure.Detail, StringComparison.Ordinal);
        Assert.Equal(ErrorCodes.AccessForbidden, exception.Failure.Code);
    }

    public void Dispose() => _product.Dispose();

    private Task<GenesysResponse> CallAsync() =>
        _product.Get<GenesysApi>().CallAsync(HttpMethod.Post, Path, "{}"u8.ToArray(), repeatable: false, "a:scope", _product.Deadline());
}
