using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Sending;

/// <summary>The rows of the first tutorial's "Common errors", and the response to each.</summary>
public sealed class CommonErrorsTests : IAsyncLifetime
{
    private TestSystem _system = null!;

    public async ValueTask InitializeAsync() => _system = await TestSystem.StartAsync();

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task SendMessage_ClientRefused_Is503()
    {
        await _system.Control.ClientAsync(new { secret = "another" });

        var response = await _system.SendAsync(SendRequests.Text);

        Assert.Equal((503, "SM2101", 401), (response.Status, response.Code, response.Json.GetProperty("genesysStatus").GetInt32()));
        Assert.Contains("genesys-client-secret", response.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.NotNull(response.RetryAfter);
        Assert.Contains(EventIds.AccessTokenRefused, _system.Log.EventIds);
    }

    [Theory]
    [InlineData("users:read", "openmessaging:send")]
    [InlineData("openmessaging:send", "users:read")]
    public async Task SendMessage_ScopeMissing_Is503AndNamesIt(string granted, string missing)
    {
        await _system.Control.ClientAsync(new { scopes = new[] { granted } });

        var response = await _system.SendAsync(SendRequests.Text);

        Assert.Equal((503, "SM2103", 403), (response.Status, response.Code, response.Json.GetProperty("genesysStatus").GetInt32()));
        Assert.Contains(missing, response.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains(EventIds.PermissionMissing, _system.Log.EventIds);
    }

    [Fact]
    public async Task SendMessage_UnknownChannel_Is422()
    {
        var response = await _system.SendAsync(SendRequests.To("""{"userId":"00000000-0000-0000-0000-000000000000"}"""));

        Assert.Equal((422, "SM2004", 404), (response.Status, response.Code, response.Json.GetProperty("genesysStatus").GetInt32()));
        Assert.NotEqual(0, response.Json.GetProperty("contextId").GetString()!.Length);
        Assert.Contains(EventIds.MessageRefused, _system.Log.EventIds);
    }

    [Theory]
    [InlineData("Invalid card type", 400, "SM2002")]
    [InlineData("Payload exceeds maximum length", 400, "SM2005")]
    [InlineData("Invalid message", 400, "SM2007")]
    [InlineData("Too large", 413, "SM2005")]
    public async Task SendMessage_RefusedByGenesys_Is422WithTheMessageOfGenesys(string message, int status, string code)
    {
        await _system.Control.FaultAsync(new
        {
            match = "POST /api/v2/openmessaging/",
            status,
            body = $$"""{"message":"{{message}}","code":"bad.request","status":{{status}},"contextId":"context-1","details":[],"errors":[]}""",
        });

        var response = await _system.SendAsync(SendRequests.Text);

        Assert.Equal((422, code, status), (response.Status, response.Code, response.Json.GetProperty("genesysStatus").GetInt32()));
        Assert.Equal(("context-1", message), (response.Json.GetProperty("contextId").GetString(), response.Json.GetProperty("genesysMessage").GetString()));
        Assert.Null(response.RetryAfter);
    }

    [Theory]
    [InlineData("131047", "any", "SM2006")]
    [InlineData("bad.request", "Re-engagement message", "SM2006")]
    [InlineData("bad.request", "Integration 3d5a2471 has no window title", "SM2007")]
    public async Task SendMessage_ForbiddenByTheChannel_Is422AndLeavesHealth(string genesysCode, string message, string code)
    {
        await _system.Control.FaultAsync(new
        {
            match = "POST /api/v2/openmessaging/",
            status = 403,
            body = $$"""{"message":"{{message}}","code":"{{genesysCode}}","status":403,"contextId":"context-1","details":[{"errorCode":"{{genesysCode}}","fieldName":"content"}]}""",
        });

        var response = await _system.SendAsync(SendRequests.Text);

        Assert.Equal((422, code, 403), (response.Status, response.Code, response.Json.GetProperty("genesysStatus").GetInt32()));
        Assert.Equal((genesysCode, "content"), (response.Json.GetProperty("genesysCode").GetString(), response.Json.GetProperty("details")[0].GetProperty("fieldName").GetString()));
        Assert.Single(await _system.Control.PostsAsync());
        Assert.DoesNotContain(EventIds.AccessTokenDiscarded, _system.Log.EventIds);
        Assert.Equal(200, (await _system.SendAsync(SendRequests.Text)).Status);
    }

    [Fact]
    public async Task SendMessage_RateLimited_IsDeferred()
    {
        await _system.Control.FaultAsync(new { match = "POST /api/v2/openmessaging/", status = 429, retryAfter = 42 });

        var response = await _system.SendAsync(SendRequests.WithId("limited"));

        Assert.Equal((202, "deferred"), (response.Status, response.Json.GetProperty("status").GetString()));
        Assert.Equal("/api/messages/limited", response.Headers.Location!.ToString());
        var record = (await _system.GetAsync("/api/messages/limited")).Json;
        Assert.InRange((record.GetProperty("dueAt").GetDateTimeOffset() - record.GetProperty("acceptedAt").GetDateTimeOffset()).TotalSeconds, 42, 60);
        Assert.Equal("SM2201", record.GetProperty("failures")[0].GetProperty("code").GetString());
        Assert.Single(await _system.Control.PostsAsync());
        Assert.Contains(EventIds.RateLimited, _system.Log.EventIds);
    }

    [Fact]
    public async Task SendMessage_AllowanceUsedUp_WaitsBeforeGenesysRefuses()
    {
        await _system.Control.SettingsAsync(new { rateLimitAllowed = 3, rateLimitWindow = 60 });
        var responses = new List<HttpResult>();
        for (var send = 0; send < 4; send++)
        {
            responses.Add(await _system.SendAsync(SendRequests.Text));
        }

        // The rate limit headers of earlier responses are enough to avoid a 429.
        Assert.Equal(202, responses[^1].Status);
        Assert.Contains(EventIds.RateLimitSlotUnavailable, _system.Log.EventIds);
        Assert.DoesNotContain(EventIds.RateLimited, _system.Log.EventIds);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task SendMessage_ServerError_IsDeferredAndSent(int status)
    {
        await _system.Control.FaultAsync(new { match = "POST /api/v2/openmessaging/", status, times = 4 });

        Assert.Equal(202, (await _system.SendAsync(SendRequests.WithId("waiting"))).Status);

        await _system.RecordAsync("waiting", "sent");
        Assert.Single(await _system.Control.MessagesAsync());
        Assert.Contains(EventIds.GenesysUnavailable, _system.Log.EventIds);
    }
}
