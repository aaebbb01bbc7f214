namespace ServerlessMessaging.EndToEndTests.LocalRuntime;

public sealed class QueueLeaseTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_Long_Run_Keeps_Its_Message_And_Settles_It()
    {
        var scene = await QueueScene.NewAsync();
        var runs = 0;
        var release = new TaskCompletionSource();
        await scene.SendAsync("orders", "long");
        await scene.SendAsync(Beacon.Queue, "a lease and a half later", TimeSpan.FromSeconds(5));
        await using var sut = await scene.StartAsync(
            [typeof(Orders), typeof(Beacon)],
            (_, _) =>
            {
                Interlocked.Increment(ref runs);
                return release.Task;
            },
            settings: "LocalRuntime:QueueLease=00:00:03");

        await scene.Beacon.Seen.Task.WaitAsync(RuntimeHost.Patience, Cancellation);
        Assert.Equal(1, runs);
        release.SetResult();
        await sut.DisposeAsync();

        Assert.Equal(1, runs);
        Assert.Equal((0, 0), await QueueScene.CountAsync(scene.Orders));
    }

    [Fact]
    public async Task A_Long_Failure_Is_Released_With_The_Newest_Receipt()
    {
        var scene = await QueueScene.NewAsync();
        var firstFails = new TaskCompletionSource();
        var again = new TaskCompletionSource();
        await scene.SendAsync("orders", "long");
        await scene.SendAsync(Beacon.Queue, "more than a lease later", TimeSpan.FromSeconds(4));
        await using var sut = await scene.StartAsync(
            [typeof(Orders), typeof(Beacon)],
            async (message, _) =>
            {
                if (message.DequeueCount == 1)
                {
                    await firstFails.Task;
                    throw new InvalidTimeZoneException();
                }

                again.SetResult();
            },
            settings: "LocalRuntime:QueueLease=00:00:03");

        await scene.Beacon.Seen.Task.WaitAsync(RuntimeHost.Patience, Cancellation);
        Assert.False(again.Task.IsCompleted);
        firstFails.SetResult();

        await again.Task.WaitAsync(RuntimeHost.Patience, Cancellation);
        Assert.DoesNotContain(sut.Log.Lines, line => line.EventId is 9006 or 9007);
    }

    [Fact]
    public async Task A_Lost_Lease_Is_Said_And_Nothing_Else_Happens()
    {
        var scene = await QueueScene.NewAsync();
        var release = new TaskCompletionSource();
        var entered = new TaskCompletionSource();
        await scene.SendAsync("orders", "x");
        await using var sut = await scene.StartAsync(
            [typeof(Orders)],
            (_, _) =>
            {
                entered.TrySetResult();
                return release.Task;
            },
            settings: "LocalRuntime:QueueLease=00:00:03");
        await entered.Task.WaitAsync(RuntimeHost.Patience, Cancellation);

        await scene.Orders.ClearMessagesAsync(Cancellation);

        await sut.Log.WaitForAsync(9006);
        release.SetResult();
    }
}
