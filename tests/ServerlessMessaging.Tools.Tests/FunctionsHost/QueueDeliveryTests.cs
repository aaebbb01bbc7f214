using System.Collections.Concurrent;
using Azure.Storage.Queues.Models;
using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.Tools.Tests.FunctionsHost;

public sealed class QueueDeliveryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("none", "aGVsbG8=", "aGVsbG8=", "614756736247383D")]
    [InlineData("base64", "aGVsbG8=", "hello", "68656C6C6F")]
    public async Task Message_EachParameterType_CarriesBody(string encoding, string sent, string text, string bytes)
    {
        var received = new ConcurrentQueue<string>();
        var all = new TaskCompletionSource();
        await using var sut = await TestHost.StartAsync(
            new()
            {
                OnOrder = (message, _) => Receive($"order {message.DequeueCount} {message.Body}"),
                OnText = Receive,
            },
            settings: [("AzureFunctionsJobHost__extensions__queues__messageEncoding", encoding), ("TextsQueue", "renamed")]);
        foreach (var queue in new[] { "orders", "renamed", "bytes" })
        {
            await sut.Storage.SendAsync(queue, sent);
        }

        await all.Task.WaitAsync(TestHost.WaitTimeout, Cancellation);

        Assert.Equal([bytes, $"order 1 {text}", $"{text} 1"], received.OrderBy(Kind));

        Task Receive(string body)
        {
            received.Enqueue(body);
            if (received.Count == 3)
            {
                all.SetResult();
            }

            return Task.CompletedTask;
        }

        int Kind(string body) => body == bytes ? 0 : body.StartsWith("order", StringComparison.Ordinal) ? 1 : 2;
    }

    [Fact]
    public async Task Message_NotBase64_IsPoisonAndFunctionDoesNotRun()
    {
        var ran = false;
        await using var sut = await TestHost.StartAsync(
            new()
            {
                OnOrder = (_, _) =>
                {
                    ran = true;
                    return Task.CompletedTask;
                },
            },
            settings: ("AzureFunctionsJobHost:extensions:queues:messageEncoding", "base64"));

        await sut.Storage.SendAsync("orders", "not base64!");

        Assert.Equal("not base64!", (await sut.Storage.ReceiveAsync("orders-poison")).Body.ToString());
        Assert.False(ran);
    }

    [Fact]
    public async Task Message_FunctionFails_IsRetriedAfterVisibilityTimeoutUntilPoison()
    {
        var deliveries = new ConcurrentQueue<(long DequeueCount, long At)>();
        await using var sut = await TestHost.StartAsync(
            new()
            {
                OnOrder = (message, _) =>
                {
                    deliveries.Enqueue((message.DequeueCount, TimeProvider.System.GetTimestamp()));
                    throw new InvalidTimeZoneException("a reason");
                },
            },
            settings: [("AzureFunctionsJobHost:extensions:queues:maxDequeueCount", "2"), ("AzureFunctionsJobHost:extensions:queues:visibilityTimeout", "00:00:02")]);

        await sut.Storage.SendAsync("orders", "bad");

        var poison = await sut.Storage.ReceiveAsync("orders-poison");
        Assert.Equal("bad", poison.Body.ToString());
        var (first, second) = (deliveries.First(), deliveries.Last());
        Assert.Equal([1L, 2L], deliveries.Select(delivery => delivery.DequeueCount));
        Assert.InRange(TimeProvider.System.GetElapsedTime(first.At, second.At), TimeSpan.FromSeconds(1), TestHost.WaitTimeout);
        Assert.Contains(sut.Log.Lines, line => line.Category == "Function.Orders" && line.Exception?.ToString().Contains("a reason", StringComparison.Ordinal) == true);
        await Eventually.GetAsync(() => sut.Storage.CountAsync("orders"), count => count == (0, 0), "The poisoned message is still in its queue.");
    }

    [Fact]
    public async Task Messages_ManyWaiting_RunUpToBatchAndThresholdAtOnce()
    {
        using var running = new RunningInvocations();
        var storage = await TestStorage.NewAccountAsync();
        var queues = new TestQueues(storage);
        for (var number = 0; number < 8; number++)
        {
            await queues.SendAsync("orders", $"{number}");
        }

        var later = new TaskCompletionSource();
        await queues.SendAsync("texts", "a time after which more would have been fetched", TimeSpan.FromSeconds(2));
        await using var sut = await TestHost.StartAsync(
            new()
            {
                OnOrder = (_, _) => running.RunAsync(),
                OnText = _ =>
                {
                    later.SetResult();
                    return Task.CompletedTask;
                },
            },
            storage: storage,
            settings: [("AzureFunctionsJobHost:extensions:queues:batchSize", "2"), ("AzureFunctionsJobHost:extensions:queues:newBatchThreshold", "1")]);

        // Two run and no more are fetched, because two are more than the threshold.
        await later.Task.WaitAsync(TestHost.WaitTimeout, Cancellation);
        Assert.Equal(2, running.Highest);

        // One ends: one is left, and a batch of two is added.
        running.Release(1);
        await running.WaitForAsync(3).WaitAsync(TestHost.WaitTimeout, Cancellation);
        running.Release(7);
        await Eventually.GetAsync(() => sut.Storage.CountAsync("orders"), count => count == (0, 0), "Messages are left.");
        Assert.Equal(3, running.Highest);
    }

    [Fact]
    public async Task Message_LeaseShortened_IsVisibleAgainWhenItExpires()
    {
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var sut = await TestHost.StartAsync(
            new()
            {
                OnOrder = (_, _) =>
                {
                    entered.TrySetResult();
                    return release.Task;
                },
            },
            new() { QueueLease = TimeSpan.FromSeconds(2) },
            settings: [("AzureFunctionsJobHost:extensions:queues:batchSize", "1"), ("AzureFunctionsJobHost:extensions:queues:newBatchThreshold", "0")]);
        await sut.Storage.SendAsync("orders", "x");
        await entered.Task.WaitAsync(TestHost.WaitTimeout, Cancellation);

        QueueMessage message = await sut.Storage.ReceiveAsync("orders");

        Assert.Equal(2, message.DequeueCount);
        release.SetResult();
    }

    [Fact]
    public async Task Listener_StorageOutage_Restarts()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var storage = await TestStorage.NewAccountAsync();
        var received = new TaskCompletionSource<string>();
        await using var proxy = await StorageProxy.StartAsync(storage);
        await using var sut = await TestHost.StartAsync(
            new()
            {
                OnOrder = (message, _) =>
                {
                    received.SetResult(message.Body.ToString());
                    return Task.CompletedTask;
                },
            },
            new() { TimeProvider = time },
            proxy.ConnectionString);

        proxy.IsUnavailable = true;
        await sut.Log.WaitForAsync(line => line.EventId == 9012);
        proxy.IsUnavailable = false;
        time.Advance(TimeSpan.FromSeconds(5));
        await sut.Log.WaitForAsync(line => line.Text == "Job host stopped");
        await new TestQueues(storage).SendAsync("orders", "after the outage");

        Assert.Equal("after the outage", await received.Task.WaitAsync(TestHost.WaitTimeout, Cancellation));
    }
}
