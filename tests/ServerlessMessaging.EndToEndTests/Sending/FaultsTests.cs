using System.Diagnostics;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Sending;

/// <summary>Faults of the network and of Genesys during a send.</summary>
public sealed class FaultsTests
{
    private const string Posts = "POST /api/v2/openmessaging/";

    [Fact]
    public async Task SendMessage_Transient503_Is200()
    {
        await using var system = await TestSystem.StartAsync(("Genesys:RetryDelay", "00:00:00.01"));
        await system.Control.FaultAsync(new { match = Posts, status = 503, times = 2 });

        Assert.Equal(200, (await system.SendAsync(SendRequests.Text)).Status);
        Assert.Equal(3, (await system.Control.PostsAsync()).Count);
        Assert.Single(await system.Control.MessagesAsync());
    }

    [Theory]
    [InlineData("before", 0)]
    [InlineData("after", 1)]
    public async Task SendMessage_ConnectionCutUnderPark_Is504AndPostedOnce(string when, int arrived)
    {
        await using var system = await TestSystem.StartAsync(("Records:OnUnknownOutcome", "Park"));
        await system.Control.FaultAsync(new { match = Posts, dropConnection = true, when });

        var response = await system.SendAsync(SendRequests.WithId("cut-1"));

        Assert.Equal((504, "SM2204", "cut-1"), (response.Status, response.Code, response.Json.GetProperty("id").GetString()));
        Assert.Equal(arrived, (await system.Control.MessagesAsync()).Count);
        Assert.Single(await system.Control.PostsAsync());
        Assert.Contains(EventIds.OutcomeUnknown, system.Log.EventIds);
    }

    [Fact]
    public async Task SendMessage_ConnectionCutUnderResend_IsSentAgainAndMarked()
    {
        await using var system = await TestSystem.StartAsync();
        await system.Control.FaultAsync(new { match = Posts, dropConnection = true, when = "after" });

        var response = await system.SendAsync(SendRequests.WithId("cut-2"));

        Assert.Equal((202, "deferred"), (response.Status, response.Json.GetProperty("status").GetString()));
        var record = await system.RecordAsync("cut-2", "sent");
        Assert.Equal((1, 2), (record.Json.GetProperty("unknownOutcomes").GetInt32(), record.Json.GetProperty("attempt").GetInt32()));
        Assert.Contains(EventIds.ResentAfterUnknownOutcome, system.Log.EventIds);
    }

    [Fact]
    public async Task SendMessage_SlowGenesys_EndsWithTheBudget()
    {
        await using var system = await TestSystem.StartAsync(
            ("Sending:HttpBudget", "00:00:01"), ("Genesys:MinimumAttempt", "00:00:00.2"), ("Records:OnUnknownOutcome", "Park"));
        await system.SendAsync(SendRequests.Text);
        await system.Control.FaultAsync(new { match = Posts, delay = 30 });
        var watch = Stopwatch.StartNew();

        var response = await system.SendAsync(SendRequests.Text);

        Assert.Equal(504, response.Status);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.8, 10);
    }

    [Fact]
    public async Task SendMessage_SlowLookUp_IsDeferredWithoutAPost()
    {
        await using var system = await TestSystem.StartAsync(("Sending:HttpBudget", "00:00:01"), ("Genesys:MinimumAttempt", "00:00:00.9"));
        await system.Control.FaultAsync(new { match = "GET /api/v2/users", delay = 30 });

        var response = await system.SendAsync(SendRequests.Text);

        Assert.Equal(202, response.Status);
        Assert.Contains(EventIds.TimeBudgetExceeded, system.Log.EventIds);
        Assert.Empty(await system.Control.PostsAsync());
    }

    [Theory]
    [InlineData("Query", 422)]
    [InlineData("Search", 200)]
    public async Task SendMessage_EmailParameterIgnored_SendsToNoOtherUser(string lookup, int status)
    {
        await using var system = await TestSystem.StartAsync(("Genesys:UserLookup", lookup));
        await system.Control.SettingsAsync(new { ignoreEmailParameter = true });

        var response = await system.SendAsync(SendRequests.Text);

        Assert.Equal(status, response.Status);
        Assert.Equal(status == 200 ? 1 : 0, (await system.Control.MessagesAsync()).Count);
    }

    [Theory]
    [InlineData("GET /api/v2/users", "<html>maintenance</html>", 202)]
    [InlineData("POST /oauth/token", "[]", 202)]
    [InlineData(Posts, "not json", 200)]
    public async Task SendMessage_UnexpectedResponse_IsHandled(string match, string body, int status)
    {
        await using var system = await TestSystem.StartAsync();
        await system.Control.FaultAsync(new { match, status = 200, body });

        Assert.Equal(status, (await system.SendAsync(SendRequests.Text)).Status);
    }
}
