using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.Sending;

/// <summary>Two OAuth clients give two allowances.</summary>
public sealed class SeveralClientsTests
{
    private static readonly (string, string)[] Second = [("Genesys:Clients:1:ClientId", "second-client"), ("Genesys:Clients:1:SecretName", "second-client-secret")];

    [Fact]
    public async Task SendMessage_OneAllowanceUsedUp_UsesTheOtherClient()
    {
        await using var system = await TestSystem.StartAsync(Second);
        await system.Vault.SetSecretAsync("second-client-secret", "of-the-second", TestContext.Current.CancellationToken);
        await system.Control.ClientAsync(new { secret = "of-the-second" }, "second-client");
        await system.Control.SettingsAsync(new { rateLimitAllowed = 10, rateLimitWindow = 60 });
        var to = $$"""{"userId":"{{await system.Control.UserIdAsync()}}"}""";
        var statuses = new List<int>();

        foreach (var number in Enumerable.Range(0, 5))
        {
            statuses.Add((await system.SendAsync($$$"""{"id":"r-{{{number}}}","to":{{{to}}},"message":{"type":"text","text":"{{{number}}}"}}""")).Status);
        }

        // A fifth of each allowance may be used at once.
        Assert.Equal([200, 200, 200, 200], statuses.Take(4));
        Assert.DoesNotContain(await system.Control.PostsAsync(), post => post.GetProperty("status").GetInt32() == 429);
    }
}
