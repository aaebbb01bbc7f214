using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Simulator;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Sending;

/// <summary>The organisation of the OAuth client against the setting.</summary>
public sealed class OrganizationTests
{
    private static readonly (string, string)[] Settings = [("Genesys:OrganizationId", DevelopmentValues.OrganizationId), ("Genesys:MaxRetries", "0")];

    [Fact]
    public async Task SendMessage_OwnOrganization_IsComparedOnceAndSent()
    {
        await using var system = await TestSystem.StartAsync(Settings);

        Assert.Equal(200, (await system.SendAsync(SendRequests.Text)).Status);
        Assert.Equal(200, (await system.SendAsync(SendRequests.Text)).Status);

        Assert.Single(await system.Control.RequestsAsync("/api/v2/tokens/me"));
    }

    [Fact]
    public async Task SendMessage_AnotherOrganization_Is503AndPostsNothing()
    {
        await using var system = await TestSystem.StartAsync(Settings);
        await system.Control.ClientAsync(new { organizationId = "org-2" });

        var response = await system.SendAsync(SendRequests.Text);

        Assert.Equal((503, "SM2105"), (response.Status, response.Code));
        Assert.NotNull(response.RetryAfter);
        Assert.Empty(await system.Control.PostsAsync());
        Assert.Contains(EventIds.AnotherOrganization, system.Log.EventIds);
    }

    [Fact]
    public async Task SendMessage_ComparisonRefused_WarnsAndSends()
    {
        await using var system = await TestSystem.StartAsync(Settings);
        await system.Control.FaultAsync(new { match = "/api/v2/tokens/me", status = 403, times = 0 });

        Assert.Equal(200, (await system.SendAsync(SendRequests.Text)).Status);
        Assert.Contains(EventIds.OrganizationUnknown, system.Log.EventIds);
    }
}
