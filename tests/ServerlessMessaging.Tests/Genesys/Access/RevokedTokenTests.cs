using System.Net;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Tests.Infrastructure;
using ServerlessMessaging.Tests.Sending;

namespace ServerlessMessaging.Tests.Genesys.Access;

/// <summary>A token that Genesys revokes while it is in use.</summary>
public sealed class RevokedTokenTests : IDisposable
{
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    [Fact]
    [Trait("Fault", "F8")]
    public async Task SendAsync_TokenRevokedForHundredMessages_RefreshesOnceAndRepeatsEachOnce()
    {
        const int callers = 100;
        await AllowManyAsync();
        var arrived = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _product.Genesys.On(ProductFixture.ChannelPath, async (request, _) =>
        {
            if (request.Headers.Authorization?.Parameter != "token-1")
            {
                return ScriptedGenesys.CreateResponse(HttpStatusCode.Accepted, """{"id":"m-1"}""");
            }

            if (Interlocked.Increment(ref arrived) == callers)
            {
                all.SetResult();
            }

            await all.Task;
            return ScriptedGenesys.CreateResponse(HttpStatusCode.Unauthorized, "{}");
        });

        var outcomes = await Task.WhenAll(Enumerable.Range(0, callers).Select(number => _product.PostAsync(Requests.ToUser.Replace("r-1", $"r-{number}", StringComparison.Ordinal))));

        Assert.All(outcomes, outcome => Assert.IsType<Sent>(outcome));
        Assert.Equal(2, _product.Genesys.To(ProductFixture.TokenPath).Count);
        Assert.Equal(2 * callers, _product.Genesys.To(ProductFixture.ChannelPath).Count);
    }

    // So that the rate limit does not delay the calls.
    private Task<GenesysResponse> AllowManyAsync()
    {
        _product.Genesys.On("/limit", HttpStatusCode.OK, "{}", ("inin-ratelimit-allowed", "100000"), ("inin-ratelimit-count", "1"), ("inin-ratelimit-reset", "60"));
        return _product.Get<GenesysApi>().CallAsync(HttpMethod.Get, "/limit", null, repeatable: true, "a:scope", _product.Deadline());
    }

    public void Dispose() => _product.Dispose();
}
