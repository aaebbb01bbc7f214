using Azure.Core;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMessaging.EndToEndTests.Callbacks;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Shutdown;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>A stop finishes what runs and requeues the rest; the next process on the same storage account goes on.</summary>
[Trait("Fault", "F21")]
public sealed class DrainTests : IAsyncLifetime
{
    // A duplicate delivery waits for the rest of the lease, so it must end within the test.
    private static readonly (string, string)[] ShortLease = [("Records:Lease", "00:00:30"), ("Sending:SendBudget", "00:00:20")];

    private const string Posts = "POST /api/v2/openmessaging/";

    private TestSystem _system = null!;

    // A message that the listener had received at the stop is delivered again after this.
    public async ValueTask InitializeAsync() => _system = await TestSystem.StartAsync(TimeSpan.FromSeconds(20), ShortLease);

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task Stop_RequestInFlight_IsFinished()
    {
        await using var system = await TestSystem.StartAsync();
        await system.SendAsync(SendRequests.Text);
        await system.Control.FaultAsync(new { match = Posts, delay = 1.5, when = "after" });
        var sending = system.SendAsync(SendRequests.WithId("under-way"));
        while ((await system.Control.PostsAsync()).Count < 2)
        {
            await Task.Yield();
        }

        await system.EndFunctionsAsync();

        Assert.Equal((200, "under-way"), ((await sending).Status, (await sending).Json.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Stop_QueuedSendInFlight_IsFinished()
    {
        await _system.Control.FaultAsync(new { match = Posts, delay = 1, when = "after" });
        await _system.Storage.EnqueueAsync(SendRequests.WithId("under-way"));
        await _system.Control.WaitForMessagesAsync(1);

        await _system.EndFunctionsAsync();

        Assert.Equal("sent", (await _system.Records.ReadAsync("under-way")).GetString("State"));
        Assert.Equal(0, await _system.Storage.CountAsync("messages"));
        Assert.DoesNotContain(EventIds.InvocationsAbandoned, _system.Log.EventIds);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Stop_MessageBeforeItsClaim_IsRequeuedWithItsAttempt(int attempt)
    {
        if (attempt > 1)
        {
            await _system.Control.FaultAsync(new { match = Posts, status = 500, times = attempt - 1 });
        }

        var reads = Enumerable.Range(0, attempt).Select(_ => _system.StorageGate.HoldNext(RequestMethod.Get, "/payloads/")).ToList();
        await _system.SendAsync(LargeRequests.Carousel("accepted", '漢', 2048), ("Prefer", "respond-async"));
        reads.SkipLast(1).ToList().ForEach(read => read.Release());
        await reads[^1].ReachedAsync();

        await StopAsync(_system, reads[^1]);

        Assert.Contains(EventIds.RequestRequeued, _system.Log.EventIds);
        Assert.Equal(attempt, _system.StorageRequests.Puts[^1].Attempt);
        Assert.Empty(await _system.Control.MessagesAsync());
        await _system.StartFunctionsAsync();
        var record = await _system.RecordAsync("accepted", "sent");
        Assert.Equal((attempt, 0), (record.Json.GetProperty("attempt").GetInt32(), record.Json.GetProperty("unknownOutcomes").GetInt32()));
        Assert.Single(await _system.Control.MessagesAsync());
    }

    [Fact]
    public async Task Stop_ManyQueuedMessages_LosesAndRepeatsNone()
    {
        const int count = 40;
        // A message that the listener had received at the stop is delivered again after this.
        await using var system = await TestSystem.StartAsync(TimeSpan.FromSeconds(20), ShortLease);
        await system.Control.FaultAsync(new { match = Posts, delay = 0.3, times = count });
        await Task.WhenAll(Enumerable.Range(0, count).Select(number => system.Storage.EnqueueAsync(SendRequests.WithId($"item-{number}"))));
        await system.Log.WaitAsync(EventIds.MessageSent, times: 3);

        await system.EndFunctionsAsync();
        var before = (await system.Control.MessagesAsync()).Count;
        await system.StartFunctionsAsync();

        await system.Control.WaitForMessagesAsync(count);
        Assert.InRange(before, 3, count - 1);
        await system.Storage.WaitUntilEmptyAsync("messages");
        Assert.Equal(count, (await system.Control.PostsAsync()).Count);
        for (var number = 0; number < count; number++)
        {
            Assert.Equal(1, (await system.RecordAsync($"item-{number}", "sent")).Json.GetProperty("attempt").GetInt32());
        }
    }

    [Fact]
    public async Task Stop_SlowGenesys_DefersWithoutAbandoning()
    {
        await using var system = await TestSystem.StartAsync(TimeSpan.FromSeconds(20), ("Genesys:AttemptTimeout", "00:00:30"));
        await system.Control.FaultAsync(new { match = Posts, delay = 600 });
        await system.Storage.EnqueueAsync(SendRequests.WithId("held"));
        await system.Control.WaitForRequestsAsync("/openmessaging/", 1);

        await system.EndFunctionsAsync();

        Assert.DoesNotContain(EventIds.InvocationsAbandoned, system.Log.EventIds);
        Assert.Equal("deferred", (await system.Records.ReadAsync("held")).GetString("State"));
        await system.StartFunctionsAsync();
        Assert.Equal(1, (await system.RecordAsync("held", "sent")).Json.GetProperty("unknownOutcomes").GetInt32());
    }

    [Theory]
    [InlineData("claim", "POST", "/MessageRecords", 0)]
    [InlineData("outcome", "PUT", "RowKey='staged'", 0)]
    [InlineData("copy", "POST", "/messages-deferred/messages", 1)]
    [InlineData("record of the copy", "PUT", "RowKey='staged'", 1)]
    public async Task Stop_DuringAnyStorageCall_LosesAndRepeatsNothing(string stage, string method, string addressPart, int refusals)
    {
        await using var system = await TestSystem.StartAsync(TimeSpan.FromSeconds(20), [.. ShortLease, ("Genesys:MaxRetries", "0")]);
        if (refusals > 0)
        {
            await system.Control.FaultAsync(new { match = Posts, status = 503, times = refusals });
        }

        var held = system.StorageGate.HoldNext(RequestMethod.Parse(method), addressPart);
        await system.Storage.EnqueueAsync(SendRequests.WithId("staged"));
        await held.ReachedAsync();

        await StopAsync(system, held);

        Assert.DoesNotContain(EventIds.InvocationsAbandoned, system.Log.EventIds);
        await system.StartFunctionsAsync();
        var record = await system.RecordAsync("staged", "sent");
        Assert.Equal((stage, 1 + refusals), (stage, record.Json.GetProperty("attempt").GetInt32()));
        await system.Storage.WaitUntilEmptyAsync("messages");
        await system.Storage.WaitUntilEmptyAsync("messages-deferred");
        Assert.Equal(1 + refusals, (await system.Control.PostsAsync()).Count);
        Assert.Empty(await system.DeadLettersAsync());
    }

    [Theory]
    [InlineData("POST /oauth/token")]
    [InlineData("GET /api/v2/users")]
    public async Task Stop_BeforeThePost_PostsOnce(string match)
    {
        await _system.Control.FaultAsync(new { match, delay = 0.5 });
        await _system.Storage.EnqueueAsync(SendRequests.WithId("on-the-way"));
        await _system.Control.WaitForRequestsAsync(match.Split(' ')[1], 1);

        await _system.EndFunctionsAsync();

        Assert.DoesNotContain(EventIds.InvocationsAbandoned, _system.Log.EventIds);
        await _system.StartFunctionsAsync();
        await _system.RecordAsync("on-the-way", "sent");
        Assert.Single(await _system.Control.PostsAsync());
    }

    [Fact]
    public async Task Stop_WebhookInFlight_IsDeliveredByTheNextProcess()
    {
        await using var callbacks = await CallbackSystem.StartAsync(await TestFlow.StartAsync(), ("BotFlows:approvals:Actions:0", "approve"));
        var held = callbacks.Bridge.StorageGate.HoldNext(RequestMethod.Post, "/callbacks/messages");
        var receiving = callbacks.ReceiveSignedAsync(CallbackSystem.Inbound("m-1", "Approve", """{"action":"approve"}"""));
        await held.ReachedAsync();

        await StopAsync(callbacks.Bridge, held);

        Assert.Equal(200, await receiving);
        await callbacks.Bridge.StartFunctionsAsync();
        Assert.Single(await callbacks.SettledAsync(1));
    }

    [Fact]
    public async Task Stop_DeliveryInFlight_IsLeftToTheNextProcess()
    {
        await using var callbacks = await CallbackSystem.StartAsync(await TestFlow.StartAsync(FlowResponses.Hang), ("BotFlows:approvals:Actions:0", "approve"), ("Callbacks:DeliveryTimeout", "00:00:30"), ("Callbacks:Lease", "00:00:40"));
        Assert.Equal(200, await callbacks.ReceiveSignedAsync(CallbackSystem.Inbound("m-1", "Approve", """{"action":"approve"}""")));
        await callbacks.Flow.WaitAsync(1);
        await callbacks.Bridge.EndFunctionsAsync();
        await callbacks.Bridge.StartFunctionsAsync();

        var deliveries = await callbacks.Flow.WaitAsync(2);
        Assert.Equal(deliveries[0].Id, deliveries[1].Id);
        Assert.Equal(2, (await callbacks.SettledAsync(1)).Count);
        DeliveryVerifier.AssertValid(deliveries);
    }

    // Releases the held request once the stop has begun.
    private static async Task StopAsync(TestSystem system, HeldRequest held)
    {
        var running = system.Services.GetRequiredService<RunningInvocations>();
        var stopping = system.EndFunctionsAsync();
        await Eventually.GetAsync(() => Task.FromResult(running.IsStopping), stops => stops, _ => "They do not stop.");
        held.Release();
        await stopping;
    }
}
