using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>A token that is revoked before it expires.</summary>
[Trait("Fault", "F8")]
public sealed class TokenTests
{
    [Fact]
    public async Task SendMessage_TokenRevoked_SharesOneRefreshAndRepeatsOnce()
    {
        const int count = 20;
        await using var system = await TestSystem.StartAsync();
        Assert.Equal(200, (await system.SendAsync(SendRequests.Text)).Status);
        await system.Control.ClientAsync(new { revokeTokens = true });

        var responses = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => system.SendAsync(SendRequests.Text)));

        Assert.All(responses, response => Assert.True(response.Status == 200, response.ToString()));
        Assert.Equal(2, (await system.Control.RequestsAsync("/oauth/token")).Count);
        Assert.Equal(1 + count, (await system.Control.MessagesAsync()).Count);
        Assert.InRange((await system.Control.PostsAsync()).Count, 2 + count, 1 + (2 * count));
        Assert.Single(system.Log.EventIds, EventIds.AccessTokenDropped);
    }
}
