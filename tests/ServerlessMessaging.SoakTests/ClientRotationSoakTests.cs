using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.SoakTests;

/// <summary>The OAuth client's secret is changed under traffic, without a restart, in both orders.</summary>
[Collection(SoakCollection.Name)]
public sealed class ClientRotationSoakTests
{
    private const string Next = "rotated-client-secret";
    private static readonly int Calls = SoakSize.Select(15, 300);

    [Theory]
    [InlineData("vault first")]
    [InlineData("Genesys first")]
    public async Task Send_ClientSecretRotated_LosesNothing(string order)
    {
        var figures = new SoakFigures($"Rotation of the client's secret, {order}");
        await using var system = await TestSystem.StartAsync(("KeyVault:CacheDuration", "00:00:01"));
        await system.Control.SettingsAsync(new { rateLimitAllowed = 1_000_000 });
        // A token is used for half of its lifetime, so one is fetched every two seconds.
        await system.Control.ClientAsync(new { tokenLifetime = 4 });
        await using var traffic = new SteadyTraffic(system);
        Func<Task>[] steps =
        [
            () => system.Vault.SetSecretAsync(DevelopmentValues.ClientSecretName, Next, TestContext.Current.CancellationToken),
            () => system.Control.ClientAsync(new { secret = Next, revokeTokens = true }),
        ];
        var (first, second) = order == "vault first" ? (steps[0], steps[1]) : (steps[1], steps[0]);

        await traffic.WaitAsync(Calls, status: 200);
        await first();
        await traffic.WaitAsync(Calls, status: 503);
        await second();
        await traffic.WaitAsync(Calls, status: 200);
        await traffic.EndAsync();
        await system.Storage.WaitUntilEmptyAsync("messages");
        await Eventually.GetAsync(() => system.Storage.CountAsync("messages-deferred"), count => count == 0, count => $"{count} messages are left.", TimeSpan.FromMinutes(3));
        var arrivals = await Arrivals.ReadAsync(system.Control);
        var deadLetters = await system.DeadLettersAsync();
        figures.Add("HTTP, only 200, 202 and 503", string.Join(", ", traffic.Responses.CountBy(call => call.Response.Status).OrderBy(pair => pair.Key).Select(pair => $"{pair.Value:N0} x {pair.Key}")));
        figures.Add("queued", traffic.Queued.Count);
        figures.Add("queued, not sent: 0", traffic.Queued.Count(id => arrivals.CopiesOf(id) == 0));
        figures.Add("came more than once: 0", arrivals.Repeated.Count());
        figures.Add("dead letters: 0", deadLetters.Count);

        Assert.All(traffic.Responses, call => Assert.True(call.Response.Status is 200 or 202 or 503, $"{call.Id}: {call.Response}"));
        Assert.All(traffic.Responses, call => Assert.Equal(call.Response.Status == 503 ? 0 : 1, arrivals.CopiesOf(call.Id)));
        Assert.All(traffic.Queued, id => Assert.Equal(1, arrivals.CopiesOf(id)));
        Assert.Empty(deadLetters);
    }
}
