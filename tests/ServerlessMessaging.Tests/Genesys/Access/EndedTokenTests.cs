using System.Net;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Tests.Infrastructure;
using ServerlessMessaging.Tests.Sending;

namespace ServerlessMessaging.Tests.Genesys.Access;

/// <summary>A token that Genesys ends while it is in use.</summary>
public sealed class EndedTokenTests : IDisposable
{
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    [Fact]
    public async Task F8_A_hundred_messages_whose_token_ended_share_one_refresh_and_are_each_posted_once_more()
    {
        const int crowd = 100;
        var arrived = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _product.Genesys.On(ProductFixture.ChannelPath, async (request, _) =>
        {
            if (request.Headers.Authorization?.Parameter != "token-1")
            {
                return ScriptedGenesys.Answer(HttpStatusCode.Accepted, """{"id":"m-1"}""");
            }

            if (Interlocked.Increment(ref arrived) == crowd)
            {
                all.SetResult();
            }

            await all.Task;
            return ScriptedGenesys.Answer(HttpStatusCode.Unauthorized, "{}");
        });

        var outcomes = await Task.WhenAll(Enumerable.Range(0, crowd).Select(number => _product.PostAsync(Requests.ToUser.Replace("r-1", $"r-{number}", StringComparison.Ordinal))));

        Assert.All(outcomes, outcome => Assert.IsType<Sent>(outcome));
        Assert.Equal(2, _product.Genesys.To(ProductFixture.TokenPath).Count);
        Assert.Equal(2 * crowd, _product.Genesys.To(ProductFixture.ChannelPath).Count);
    }

    public void Dispose() => _product.Dispose();
}
