using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.EndToEndTests.LocalRuntime;

public sealed class QueueFailureTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_Failed_Message_Comes_Back_After_The_Visibility_Timeout()
    {
        var scene = await QueueScene.NewAsync();
        var deliveries = new List<(long DequeueCount, long At)>();
        var again = new TaskCompletionSource();
        await scene.SendAsync("orders", "x");
        await using var sut = await scene.StartAsync(
            [typeof(Orders)],
            (message, _) =>
            {
                deliveries.Add((message.DequeueCount, TimeProvider.System.GetTimestamp()));
                if (message.DequeueCount == 1)
                {
                    throw new InvalidTimeZoneException("first");
                }

                again.SetResult();
                return Task.CompletedTask;
            },
            queues: """, "visibilityTimeout": "00:00:02" """);

        await again.Task.WaitAsync(RuntimeHost.Patience, Cancellation);

        Assert.Equal([1L, 2L], deliveries.Select(delivery => delivery.DequeueCount));
        Assert.InRange(TimeProvider.System.GetElapsedTime(deliveries[0].At, deliveries[1].At), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        var line = Assert.Single(sut.Log.Lines, line => line.Level == LogLevel.Error);
        Assert.Equal((9002, "first"), (line.EventId, line.Exception?.Message));
    }

    [Fact]
    public async Task A_Failed_Message_Stays_Away_For_The_Visibility_Timeout()
    {
        var scene = await QueueScene.NewAsync();
        await scene.SendAsync("orders", "x");
        await using var sut = await scene.StartAsync(
            [typeof(Orders)],
            (_, _) => throw new InvalidTimeZoneException(),
            queues: """, "visibilityTimeout": "00:10:00" """);

        await sut.Log.WaitForAsync(9002);
        await sut.StopAsync();

        Assert.Equal((1, 0), await QueueScene.CountAsync(scene.Orders));
        Assert.False(await scene.Poison.ExistsAsync(Cancellation));
    }

    [Fact]
    public async Task A_Message_That_Keeps_Failing_Moves_To_The_Poison_Queue()
    {
        var scene = await QueueScene.NewAsync();
        var tries = 0;
        var poisoned = new TaskCompletionSource<QueueMessage>();
        await scene.SendAsync("orders", "bad <one>");
        await using var sut = await scene.StartAsync(
            [typeof(Orders), typeof(PoisonOrders)],
            (_, _) =>
            {
                Interlocked.Increment(ref tries);
                throw new InvalidTimeZoneException();
            },
            message =>
            {
                poisoned.SetResult(message);
                return Task.CompletedTask;
            },
            queues: """, "maxDequeueCount": 3 """);

        var message = await poisoned.Task.WaitAsync(RuntimeHost.Patience, Cancellation);
        await sut.StopAsync();

        Assert.Equal(("bad <one>", 1), (message.Body.ToString(), message.DequeueCount));
        Assert.Equal(3, tries);
        Assert.Equal((0, 0), await QueueScene.CountAsync(scene.Orders));
        Assert.Contains(sut.Log.Lines, line => line is { EventId: 9003, Level: LogLevel.Warning });
    }

    [Fact]
    public async Task A_Message_Beyond_Its_Tries_Is_Poisoned_Without_Running()
    {
        var scene = await QueueScene.NewAsync();
        var poisoned = new TaskCompletionSource();
        var ran = false;
        await scene.SendAsync("orders", "x");
        await scene.Orders.ReceiveMessagesAsync(1, TimeSpan.FromSeconds(1), Cancellation);
        await using var sut = await scene.StartAsync(
            [typeof(Orders), typeof(PoisonOrders)],
            (_, _) =>
            {
                ran = true;
                return Task.CompletedTask;
            },
            _ =>
            {
                poisoned.SetResult();
                return Task.CompletedTask;
            },
            queues: """, "maxDequeueCount": 1 """);

        await poisoned.Task.WaitAsync(RuntimeHost.Patience, Cancellation);

        Assert.False(ran);
    }

    [Fact]
    public async Task A_Poison_Queue_Has_No_Poison_Queue()
    {
        var scene = await QueueScene.NewAsync();
        await scene.SendAsync("orders-poison", "x");
        await using var sut = await scene.StartAsync(
            [typeof(PoisonOrders)],
            poison: _ => throw new InvalidTimeZoneException(),
            queues: """, "maxDequeueCount": 1 """);

        await sut.Log.WaitForAsync(9002);
        await sut.StopAsync();

        Assert.Equal((1, 0), await QueueScene.CountAsync(scene.Poison));
        Assert.False(await scene.Account.GetQueueClient("orders-poison-poison").ExistsAsync(Cancellation));
    }

    [Fact]
    public async Task A_Failing_Message_Of_A_Poison_Queue_Is_Not_Released_Early()
    {
        var scene = await QueueScene.NewAsync();
        var tries = 0;
        await scene.SendAsync("orders-poison", "x");
        await scene.SendAsync(Beacon.Queue, "2 s", TimeSpan.FromSeconds(2));
        await using var sut = await scene.StartAsync(
            [typeof(PoisonOrders), typeof(Beacon)],
            poison: _ =>
            {
                Interlocked.Increment(ref tries);
                throw new InvalidTimeZoneException();
            });

        await scene.Beacon.Seen.Task.WaitAsync(RuntimeHost.Patience, Cancellation);

        Assert.Equal(1, tries);
    }

    [Fact]
    public async Task A_Message_That_The_Function_Has_Deleted_Itself_Is_No_Error()
    {
        var scene = await QueueScene.NewAsync();
        await scene.SendAsync("orders", "x");
        await using var sut = await scene.StartAsync(
            [typeof(Orders)],
            async (message, token) => await scene.Orders.DeleteMessageAsync(message.MessageId, message.PopReceipt, token));

        await sut.Log.WaitForAsync(9006);

        Assert.DoesNotContain(sut.Log.Lines, line => line.Level >= LogLevel.Error);
    }
}
