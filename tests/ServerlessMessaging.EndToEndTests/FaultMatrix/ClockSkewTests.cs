using Microsoft.Extensions.DependencyInjection;
using ServerlessMessaging.EndToEndTests.Callbacks;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.EndToEndTests.StateTable;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>A machine whose clock is off by more than the five minutes that signatures are usually allowed.</summary>
[Trait("Fault", "F17")]
public sealed class ClockSkewTests
{
    private const int Tolerance = 300;

    [Theory]
    [InlineData(Tolerance + 1)]
    [InlineData(-Tolerance - 1)]
    public async Task SendQueuedMessage_SkewedClock_LeaseEndsByTheClockOfTheService(int seconds)
    {
        await using var system = await TestSystem.StartAsync(services => services.AddSingleton<TimeProvider>(Clock(seconds)));
        await KnownRequest.SetStateAsync(system, KnownRequest.SendingLeased, TimeSpan.FromSeconds(2));

        await system.Storage.EnqueueAsync(KnownRequest.Body);

        // Not claimed during the lease of its owner, and not five minutes late.
        var record = await system.RecordAsync(KnownRequest.Id, "sent");
        Assert.Contains(EventIds.RequestRequeued, system.Log.EventIds);
        Assert.Equal((KnownRequest.Attempt + 1, 1), (record.Json.GetProperty("attempt").GetInt32(), record.Json.GetProperty("unknownOutcomes").GetInt32()));
    }

    [Theory]
    [InlineData(Tolerance + 1)]
    [InlineData(-Tolerance - 1)]
    public async Task SendAndReceive_SkewedClock_WorkAsUsual(int seconds)
    {
        await using var callbacks = await CallbackSystem.StartAsync(await TestFlow.StartAsync(), services => services.AddSingleton<TimeProvider>(Clock(seconds)));
        await callbacks.Bridge.Control.FaultAsync(new { match = "POST /api/v2/openmessaging/", status = 429, retryAfter = 3 });
        await callbacks.Bridge.Storage.EnqueueAsync(SendRequests.WithId("deferred"));
        Assert.Equal(2, (await callbacks.Bridge.RecordAsync("deferred", "sent")).Json.GetProperty("attempt").GetInt32());

        await callbacks.Bridge.Control.PressAsync(await callbacks.SendCardAsync("invoice-1001"), "Approve");
        await callbacks.SettledAsync(1);
        await callbacks.Bridge.Control.SayAsync(CallbackSystem.ImBack);

        // The card of an imBack button is found by the time at which it was sent.
        Assert.Equal(["invoice-1001", "invoice-1001"], (await callbacks.SettledAsync(2)).Select(delivery => delivery.Text("requestId")));
        Assert.Empty(await callbacks.Bridge.DeadLettersAsync());
    }

    [Theory]
    [InlineData(Tolerance + 1)]
    [InlineData(-Tolerance - 1)]
    public async Task DeliverCallback_SkewedClock_IsRetriedWithTheCurrentTime(int seconds)
    {
        var clock = Clock(seconds);
        await using var callbacks = await CallbackSystem.StartAsync(
            await TestFlow.StartAsync(FlowResponses.After(() => clock.Skew = TimeSpan.Zero, FlowResponses.Status(401))),
            services => services.AddSingleton<TimeProvider>(clock),
            ("BotFlows:approvals:Actions:0", "approve"));
        var before = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal(200, await callbacks.ReceiveSignedAsync(CallbackSystem.Inbound("m-1", "Approve", """{"action":"approve"}""")));

        var deliveries = await callbacks.Flow.WaitAsync(2);
        var after = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        await callbacks.SettledAsync(1);

        Assert.InRange(deliveries[0].Timestamp, before + seconds, after + seconds);
        Assert.InRange(deliveries[1].Timestamp, before, after);
        Assert.Equal(deliveries[0].Id, deliveries[1].Id);
        DeliveryVerifier.AssertValid([deliveries[1]]);
        Assert.Empty(await callbacks.Bridge.DeadLettersAsync());
    }

    private static SkewedTime Clock(int seconds) => new() { Skew = TimeSpan.FromSeconds(seconds) };
}
