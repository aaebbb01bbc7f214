using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.Sending;

/// <summary>Callers who prefer not to wait.</summary>
public sealed class RespondAsyncTests : IAsyncLifetime
{
    private TestSystem _system = null!;

    public async ValueTask InitializeAsync() => _system = await TestSystem.StartAsync();

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Theory]
    [InlineData("respond-async")]
    [InlineData("Respond-Async; wait=10")]
    [InlineData("return=minimal, respond-async")]
    public async Task The_queue_holds_it_before_the_answer_and_it_is_sent(string preference)
    {
        var response = await _system.SendAsync(SendRequests.WithId("later"), ("Prefer", preference));

        Assert.Equal(202, response.Status);
        var put = Assert.Single(_system.StorageRequests.Puts);
        Assert.Equal(("messages-deferred", TimeSpan.Zero, 1), (put.Queue, put.Visibility, put.Attempt));
        await _system.RecordAsync("later", "sent");
        Assert.Single(await _system.Control.MessagesAsync());
    }

    [Fact]
    public async Task What_breaks_a_rule_is_told_at_once()
    {
        var response = await _system.SendAsync(SendRequests.To("{}"), ("Prefer", "respond-async"));

        Assert.Equal((422, "SM1100"), (response.Status, response.Code));
        Assert.False(response.Headers.Contains("Preference-Applied"));
    }

    [Fact]
    public async Task Fifty_callers_with_one_id_are_taken_once()
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _system.SendAsync(SendRequests.WithId("fifty"), ("Prefer", "respond-async"))));

        await _system.RecordAsync("fifty", "sent");
        Assert.All(responses, response => Assert.True(response.Status is 200 or 202 || response.Code == "SM3006", response.ToString()));
        Assert.Single(responses, response => response.Status == 202 && !response.Headers.Contains("Idempotent-Replayed"));
        // One caller put it; a put whose answer is late is repeated by the SDK.
        Assert.Single(_system.StorageRequests.Puts.DistinctBy(put => put.Text));
        Assert.Single(await _system.Control.MessagesAsync());
    }

    [Fact]
    public async Task Without_a_queue_nothing_is_taken_and_the_id_stays_free()
    {
        _system.StorageGate.RefuseNext(Azure.Core.RequestMethod.Post, "/messages-deferred/messages");

        var refused = await _system.SendAsync(SendRequests.WithId("refused"), ("Prefer", "respond-async"));

        Assert.Equal((503, "SM4004"), (refused.Status, refused.Code));
        Assert.NotNull(refused.RetryAfter);
        Assert.Equal(200, (await _system.SendAsync(SendRequests.WithId("refused"))).Status);
        Assert.Single(await _system.Control.MessagesAsync());
    }
}
