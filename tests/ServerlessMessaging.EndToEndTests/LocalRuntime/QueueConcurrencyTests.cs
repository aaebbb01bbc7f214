using System.Collections.Concurrent;

namespace ServerlessMessaging.EndToEndTests.LocalRuntime;

public sealed class QueueConcurrencyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Never_More_Than_A_Batch_And_The_Threshold_Run_At_Once()
    {
        var scene = await QueueScene.NewAsync();
        using var running = new RunningMessages();
        for (var number = 0; number < 8; number++)
        {
            await scene.SendAsync("orders", $"{number}");
        }

        await scene.SendAsync(Beacon.Queue, "later", TimeSpan.FromSeconds(2));
        await using var sut = await scene.StartAsync(
            [typeof(Orders), typeof(Beacon)],
            (_, _) => running.RunAsync(),
            queues: """, "batchSize": 2, "newBatchThreshold": 1 """);

        // Two run and nothing is fetched, because two are more than the threshold.
        await scene.Beacon.Seen.Task.WaitAsync(RuntimeHost.Patience, Cancellation);
        Assert.Equal(2, running.Highest);

        // One ends: one is left, a batch of two comes on top.
        running.Release(1);
        await running.WaitForAsync(3).WaitAsync(RuntimeHost.Patience, Cancellation);

        running.Release(7);
        await running.WaitForEndedAsync(8).WaitAsync(RuntimeHost.Patience, Cancellation);
        Assert.Equal(3, running.Highest);
    }

    [Fact]
    public async Task Each_Function_Has_A_Ceiling_Of_Its_Own()
    {
        var scene = await QueueScene.NewAsync();
        var blocked = new TaskCompletionSource();
        var other = new TaskCompletionSource();
        await scene.SendAsync("orders", "blocks");
        await scene.SendAsync("texts", "goes on");
        await using var sut = await scene.StartAsync(
            [typeof(Orders), typeof(Texts)],
            (_, _) => blocked.Task,
            body: _ =>
            {
                other.SetResult();
                return Task.CompletedTask;
            },
            queues: """, "batchSize": 1, "newBatchThreshold": 0 """);

        await other.Task.WaitAsync(RuntimeHost.Patience, Cancellation);

        blocked.SetResult();
    }

    [Fact]
    public async Task A_Function_That_Blocks_Its_Thread_Does_Not_Block_The_Queue()
    {
        var scene = await QueueScene.NewAsync();
        using var release = new ManualResetEventSlim();
        var second = new TaskCompletionSource();
        await scene.SendAsync("orders", "1");
        await scene.SendAsync("orders", "2");
        var entered = 0;
        await using var sut = await scene.StartAsync([typeof(Orders)], (_, token) =>
        {
            if (Interlocked.Increment(ref entered) == 2)
            {
                second.SetResult();
            }

            release.Wait(RuntimeHost.Patience, token);
            return Task.CompletedTask;
        });

        await second.Task.WaitAsync(RuntimeHost.Patience, Cancellation);

        release.Set();
        await sut.StopAsync();
    }

    /// <summary>Counts what runs at once and lets it end one by one.</summary>
    private sealed class RunningMessages : IDisposable
    {
        private readonly SemaphoreSlim _gate = new(0);
        private readonly ConcurrentDictionary<int, TaskCompletionSource> _reached = new();
        private readonly ConcurrentDictionary<int, TaskCompletionSource> _ended = new();
        private readonly Lock _lock = new();
        private int _now;
        private int _endedCount;

        public int Highest { get; private set; }

        public async Task RunAsync()
        {
            lock (_lock)
            {
                _now++;
                Highest = Math.Max(Highest, _now);
                SourceFor(_reached, _now).TrySetResult();
            }

            await _gate.WaitAsync(RuntimeHost.Patience);
            lock (_lock)
            {
                _now--;
                SourceFor(_ended, ++_endedCount).TrySetResult();
            }
        }

        public void Release(int count) => _gate.Release(count);

        public Task WaitForAsync(int running) => SourceFor(_reached, running).Task;

        public Task WaitForEndedAsync(int ended) => SourceFor(_ended, ended).Task;

        public void Dispose() => _gate.Dispose();

        private static TaskCompletionSource SourceFor(ConcurrentDictionary<int, TaskCompletionSource> sources, int number) =>
            sources.GetOrAdd(number, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
