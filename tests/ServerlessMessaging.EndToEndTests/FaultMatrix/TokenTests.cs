using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>A token that ends before its time, under all who use it.</summary>
[Trait("Fault", "F8")]
public sealed class TokenTests
{
    [Fact]
    public async Task SendMessage_TokenRevoked_SharesOneRefreshAndRepeatsOnce()
    {
        const int crowd = 20;
        await using var system = await TestSystem.StartAsync();
        Assert.Equal(200, (await system.SendAsync(SendRequests.Text)).Status);
        await system.Control.ClientAsync(new { revokeTokens = true });

        var responses = await Task.WhenAll(Enumerable.Range(0, crowd).Select(_ => system.SendAsync(SendRequests.Text)));

        Assert.All(responses, response => Assert.True(response.Status == 200, response.ToString()));
        Assert.Equal(2, (await system.Control.RequestsAsync("/oauth/token")).Count);
        Assert.Equal(1 + crowd, (await system.Control.MessagesAsync()).Count);
        Assert.InRange((await system.Control.PostsAsync()).Count, 2 + crowd, 1 + (2 * crowd));
        Assert.Single(system.Log.EventIds, EventIds.AccessTokenDropped);
    }
}
