using Azure.Core;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMessaging.Draining;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Logging;

namespace ServerlessMessaging.EndToEndTests.Draining;

/// <summary>A stop ends what runs, puts the rest back, and the next functions on the same storage account go on.</summary>
public sealed class DrainTests : IAsyncLifetime
{
    private const string Posts = "POST /api/v2/openmessaging/";

    private TestSystem _system = null!;

    public async ValueTask InitializeAsync() => _system = await TestSystem.StartAsync();

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task A_queued_send_under_way_is_finished()
    {
        await _system.Control.FaultAsync(new { match = Posts, delay = 1, when = "after" });
        await _system.Storage.DropAsync(SendRequests.WithId("under-way"));
        await _system.Control.WaitForMessagesAsync(1);

        await _system.EndFunctionsAsync();

        Assert.Equal("sent", (string?)(await _system.Records.ReadAsync("under-way"))["state"]);
        Assert.Equal(0, await _system.Storage.CountAsync("messages"));
        Assert.DoesNotContain(EventIds.InvocationsAbandoned, _system.Log.EventIds);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_was_taken_while_they_stop_is_put_back_with_its_attempt_and_sent_by_the_next(int attempt)
    {
        if (attempt > 1)
        {
            await _system.Control.FaultAsync(new { match = Posts, status = 500, times = attempt - 1 });
        }

        var readings = Enumerable.Range(0, attempt).Select(_ => _system.StorageGate.HoldNext(RequestMethod.Get, "/payloads/")).ToList();
        await _system.SendAsync(LargeRequests.Carousel("taken", '漢', 2048), ("Prefer", "respond-async"));
        readings.SkipLast(1).ToList().ForEach(reading => reading.Release());
        await readings[^1].ReachedAsync();

        var stopping = _system.EndFunctionsAsync();
        await Eventually.GetAsync(() => Task.FromResult(_system.Services.GetRequiredService<RunningInvocations>().IsStopping), stops => stops, _ => "They do not stop.");
        readings[^1].Release();
        await stopping;

        Assert.Contains(EventIds.RequestPutBack, _system.Log.EventIds);
        Assert.Equal(attempt, _system.StorageRequests.Puts[^1].Attempt);
        Assert.Empty(await _system.Control.MessagesAsync());
        await _system.StartFunctionsAsync();
        var record = await _system.RecordAsync("taken", "sent");
        Assert.Equal((attempt, 0), (record.Json.GetProperty("attempt").GetInt32(), record.Json.GetProperty("unknownOutcomes").GetInt32()));
        Assert.Single(await _system.Control.MessagesAsync());
    }

    [Fact]
    public async Task A_stop_in_a_crowd_loses_nothing_and_sends_nothing_twice()
    {
        const int crowd = 40;
        await _system.Control.FaultAsync(new { match = Posts, delay = 0.3, times = crowd });
        await Task.WhenAll(Enumerable.Range(0, crowd).Select(number => _system.Storage.DropAsync(SendRequests.WithId($"item-{number}"))));
        await _system.Log.WaitAsync(EventIds.MessageSent, times: 3);

        await _system.EndFunctionsAsync();
        var before = (await _system.Control.MessagesAsync()).Count;
        await _system.StartFunctionsAsync();

        await _system.Control.WaitForMessagesAsync(crowd);
        Assert.InRange(before, 3, crowd - 1);
        await _system.Storage.WaitUntilEmptyAsync("messages");
        Assert.Equal(crowd, (await _system.Control.PostsAsync()).Count);
        for (var number = 0; number < crowd; number++)
        {
            Assert.Equal(1, (await _system.RecordAsync($"item-{number}", "sent")).Json.GetProperty("attempt").GetInt32());
        }
    }

    [Fact]
    public async Task What_Genesys_holds_longer_than_the_host_grants_is_deferred_and_not_abandoned()
    {
        await using var system = await TestSystem.StartAsync(("Genesys:AttemptTimeout", "00:00:30"));
        await system.Control.FaultAsync(new { match = Posts, delay = 600 });
        await system.Storage.DropAsync(SendRequests.WithId("held"));
        await system.Control.WaitForRequestsAsync("/openmessaging/", 1);

        await system.EndFunctionsAsync();

        Assert.DoesNotContain(EventIds.InvocationsAbandoned, system.Log.EventIds);
        Assert.Equal("deferred", (string?)(await system.Records.ReadAsync("held"))["state"]);
        await system.StartFunctionsAsync();
        Assert.Equal(1, (await system.RecordAsync("held", "sent")).Json.GetProperty("unknownOutcomes").GetInt32());
    }
}
