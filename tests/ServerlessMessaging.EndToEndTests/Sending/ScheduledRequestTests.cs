using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Sending;

/// <summary>Requests with sendAt, and their cancellation.</summary>
public sealed class ScheduledRequestTests : IAsyncLifetime
{
    private TestSystem _system = null!;
    private DateTimeOffset _sendAt;

    public async ValueTask InitializeAsync()
    {
        _system = await TestSystem.StartAsync();
        _sendAt = TimeProvider.System.GetUtcNow().AddSeconds(3);
    }

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task SendMessage_SendAt_IsSentAtItsTime()
    {
        var response = await _system.SendAsync(Scheduled("soon"));

        Assert.Equal((202, "scheduled"), (response.Status, response.Json.GetProperty("status").GetString()));
        Assert.Equal("/api/messages/soon", response.Headers.Location!.ToString());
        Assert.Equal(_sendAt, (await _system.GetAsync("/api/messages/soon")).Json.GetProperty("dueAt").GetDateTimeOffset());
        await SentAfterItsTimeAsync("soon");
    }

    [Fact]
    public async Task SendQueuedMessage_SendAt_IsSentAtItsTime()
    {
        await _system.Storage.EnqueueAsync(Scheduled("dropped"));

        await _system.RecordAsync("dropped", "scheduled");
        await SentAfterItsTimeAsync("dropped");
    }

    [Fact]
    public async Task SendMessage_SendAtInThePast_IsSentAtOnce()
    {
        var response = await _system.SendAsync(SendRequests.WithId("past", "\"sendAt\":\"2026-01-01T00:00:00Z\""));

        Assert.Equal(200, response.Status);
    }

    [Fact]
    public async Task SendMessage_SendAt_IsLimitedToSixDays()
    {
        var now = TimeProvider.System.GetUtcNow();

        Assert.Equal(202, (await _system.SendAsync(SendRequests.WithId("far", $"\"sendAt\":\"{now.AddDays(6).AddMinutes(-1):O}\""))).Status);
        Assert.InRange(Assert.Single(_system.StorageRequests.Puts).Visibility.TotalDays, 5.9, 6);
        Assert.Equal(422, (await _system.SendAsync(SendRequests.WithId("too-far", $"\"sendAt\":\"{now.AddDays(6).AddMinutes(1):O}\""))).Status);
    }

    [Fact]
    public async Task CancelMessage_Scheduled_IsNeverSent()
    {
        await _system.SendAsync(Scheduled("cancelled"));

        for (var repeat = 0; repeat < 2; repeat++)
        {
            var response = await _system.DeleteAsync("/api/messages/cancelled");
            Assert.Equal((200, "cancelled"), (response.Status, response.Json.GetProperty("status").GetString()));
        }

        var again = await _system.SendAsync(Scheduled("cancelled"));
        Assert.Equal((409, "SM3009"), (again.Status, again.Code));
        await _system.Log.WaitAsync(EventIds.RequestDropped);
        Assert.Empty(await _system.Control.PostsAsync());
        Assert.Equal("cancelled", (await _system.GetAsync("/api/messages/cancelled")).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task CancelMessage_Deferred_IsNeverSent()
    {
        await _system.Control.FaultAsync(new { match = "POST /api/v2/openmessaging/", status = 503, times = 0 });
        Assert.Equal(202, (await _system.SendAsync(SendRequests.WithId("deferred"))).Status);

        await CancelAsync("deferred");
        await _system.Control.ClearFaultsAsync();
        await _system.Log.WaitAsync(EventIds.RequestDropped);

        Assert.Empty(await _system.Control.MessagesAsync());
    }

    [Fact]
    public async Task CancelMessage_DeferredAfterALostResponse_IsUnknownAndNotSentAgain()
    {
        await _system.Control.FaultAsync(new { match = "POST /api/v2/openmessaging/", dropConnection = true, when = "after" });
        await _system.Control.FaultAsync(new { match = "POST /api/v2/openmessaging/", status = 503, times = 0 });
        Assert.Equal(202, (await _system.SendAsync(SendRequests.WithId("uncertain"))).Status);

        var response = await CancelAsync("uncertain");
        await _system.Control.ClearFaultsAsync();
        await _system.Log.WaitAsync(EventIds.RequestDropped);

        Assert.Equal(("unknown", 1), (response.Json.GetProperty("status").GetString(), response.Json.GetProperty("unknownOutcomes").GetInt32()));
        Assert.Equal("unknown", (await _system.GetAsync("/api/messages/uncertain")).Json.GetProperty("status").GetString());
        Assert.Equal("SM3007", (await _system.SendAsync(SendRequests.WithId("uncertain"))).Code);
        Assert.Single(await _system.Control.MessagesAsync());
    }

    [Fact]
    public async Task CancelMessage_Sent_Is409()
    {
        await _system.SendAsync(SendRequests.WithId("sent"));

        var response = await _system.DeleteAsync("/api/messages/sent");

        Assert.Equal((409, "SM3010", "sent"), (response.Status, response.Code, response.Json.GetProperty("id").GetString()));
        Assert.Contains(EventIds.CancelRefused, _system.Log.EventIds);
    }

    [Fact]
    public async Task CancelMessage_Sending_Is409()
    {
        await _system.Control.FaultAsync(new { match = "POST /api/v2/openmessaging/", delay = 1, when = "after" });
        var sending = _system.SendAsync(SendRequests.WithId("under-way"));
        await _system.Control.WaitForRequestsAsync("/openmessaging/", 1);

        var response = await _system.DeleteAsync("/api/messages/under-way");

        Assert.Equal((409, "SM3010"), (response.Status, response.Code));
        Assert.Equal(200, (await sending).Status);
    }

    [Theory]
    [InlineData("unknown-knows")]
    [InlineData("..%2Fsends")]
    public async Task CancelMessage_UnknownId_Is404(string id)
    {
        var response = await _system.DeleteAsync($"/api/messages/{id}");

        Assert.Equal((404, "SM3004"), (response.Status, response.Code));
    }

    [Fact]
    public async Task CancelMessage_UnknownOutcome_Is409()
    {
        await _system.SendAsync(SendRequests.WithId("uncertain"));
        await _system.Records.ChangeAsync("uncertain", ("State", "unknown"));

        Assert.Equal("SM3010", (await _system.DeleteAsync("/api/messages/uncertain")).Code);
    }

    private string Scheduled(string id) => SendRequests.WithId(id, $"\"sendAt\":\"{_sendAt:O}\"");

    private async Task<HttpResult> CancelAsync(string id)
    {
        // A request can be cancelled between two attempts, not during one.
        var response = await Eventually.GetAsync(() => _system.DeleteAsync($"/api/messages/{id}"), response => response.Status != 409, response => response.ToString());
        Assert.Equal(200, response.Status);
        return response;
    }

    private async Task SentAfterItsTimeAsync(string id)
    {
        await _system.RecordAsync(id, "sent");
        var post = Assert.Single(await _system.Control.PostsAsync());
        Assert.InRange(post.GetProperty("at").GetDateTimeOffset(), _sendAt, DateTimeOffset.MaxValue);
        Assert.InRange(Assert.Single(_system.StorageRequests.Puts).Visibility, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(4));
    }
}
