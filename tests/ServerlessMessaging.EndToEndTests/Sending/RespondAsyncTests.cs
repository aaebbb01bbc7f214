using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.Sending;

/// <summary>Requests with the header Prefer: respond-async.</summary>
public sealed class RespondAsyncTests : IAsyncLifetime
{
    private TestSystem _system = null!;

    public async ValueTask InitializeAsync() => _system = await TestSystem.StartAsync();

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Theory]
    [InlineData("respond-async")]
    [InlineData("Respond-Async; wait=10")]
    [InlineData("return=minimal, respond-async")]
    public async Task SendMessage_RespondAsync_IsQueuedBeforeTheResponse(string preference)
    {
        var response = await _system.SendAsync(SendRequests.WithId("later"), ("Prefer", preference));

        Assert.Equal(202, response.Status);
        var put = Assert.Single(_system.StorageRequests.Puts);
        Assert.Equal(("messages-deferred", TimeSpan.Zero, 1), (put.Queue, put.Visibility, put.Attempt));
        await _system.RecordAsync("later", "sent");
        Assert.Single(await _system.Control.MessagesAsync());
    }

    [Fact]
    public async Task SendMessage_RespondAsyncWithABrokenRule_Is422()
    {
        var response = await _system.SendAsync(SendRequests.To("{}"), ("Prefer", "respond-async"));

        Assert.Equal((422, "SM1100"), (response.Status, response.Code));
        Assert.False(response.Headers.Contains("Preference-Applied"));
    }

    [Fact]
    public async Task SendMessage_FiftySimultaneousRespondAsync_AreQueuedOnce()
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _system.SendAsync(SendRequests.WithId("fifty"), ("Prefer", "respond-async"))));

        await _system.RecordAsync("fifty", "sent");
        Assert.All(responses, response => Assert.True(response.Status is 200 or 202 || response.Code == "SM3006", response.ToString()));
        Assert.Single(responses, response => response.Status == 202 && !response.Headers.Contains("Idempotent-Replayed"));
        // The SDK repeats a put whose response is late.
        Assert.Single(_system.StorageRequests.Puts.DistinctBy(put => put.Text));
        Assert.Single(await _system.Control.MessagesAsync());
    }

    [Fact]
    public async Task SendMessage_RespondAsyncWithoutAQueue_Is503AndMayBeRepeated()
    {
        _system.StorageGate.RefuseNext(Azure.Core.RequestMethod.Post, "/messages-deferred/messages");

        var refused = await _system.SendAsync(SendRequests.WithId("refused"), ("Prefer", "respond-async"));

        Assert.Equal((503, "SM4004"), (refused.Status, refused.Code));
        Assert.NotNull(refused.RetryAfter);
        Assert.Equal(200, (await _system.SendAsync(SendRequests.WithId("refused"))).Status);
        Assert.Single(await _system.Control.MessagesAsync());
    }
}
