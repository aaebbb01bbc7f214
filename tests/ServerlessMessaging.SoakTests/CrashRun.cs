using System.Threading.Channels;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.SoakTests;

/// <summary>Sends requests over HTTP and a queue, by halves, while the process that takes them dies at random moments.</summary>
internal sealed class CrashRun(CrashableHost functions, int requests, int kills) : IDisposable
{
    private const int Seed = 20261122;
    private const int LatestMilliseconds = 50;
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromMinutes(SoakSize.Choose(4, 10));

    private readonly Random _random = new(Seed);
    private readonly PersistentCaller _caller = new(() => functions.Address, "local");
    private readonly List<Task<(string Id, HttpResult Answer)>> _calls = [];
    private readonly Channel<bool> _reached = Channel.CreateUnbounded<bool>();
    private int _responses;
    private int _fatal = int.MaxValue;

    /// <summary>The ids that the queue took.</summary>
    public List<string> Queued { get; } = [];

    /// <summary>What each caller over HTTP was answered in the end.</summary>
    public IReadOnlyList<(string Id, HttpResult Answer)> Answers { get; private set; } = [];

    /// <summary>All calls over HTTP, repeats included.</summary>
    public int Calls => _caller.Calls;

    /// <summary>Runs until nothing waits any more.</summary>
    public async Task RunAsync()
    {
        var waves = Enumerable.Range(1, requests).Chunk((requests + kills) / (kills + 1)).ToList();
        for (var life = 0; life < waves.Count; life++)
        {
            var moment = life < kills ? MomentAsync(waves[life].Count(IsCall)) : Task.CompletedTask;
            var release = ReleaseAsync(waves[life]);
            await moment;
            if (life < kills)
            {
                await functions.KillAsync();
            }

            await release;
        }

        await Eventually.GetAsync(
            () => Task.FromResult(_calls.Count(call => !call.IsCompleted)),
            count => count == 0,
            count => $"{count} callers are not settled:\n{string.Join('\n', _caller.Unsettled)}\n{functions.Output}",
            WaitTimeout);
        Answers = await Task.WhenAll(_calls);
        foreach (var queue in new[] { QueueNames.Messages, QueueNames.MessagesDeferred, QueueNames.MessagesPoison, QueueNames.MessagesDeferredPoison })
        {
            await Eventually.GetAsync(
                () => functions.Storage.CountAsync(queue), count => count == 0, count => $"{count} messages are left on {queue}.\n{functions.Output}", WaitTimeout);
        }
    }

    public void Dispose() => _caller.Dispose();

    // After as many answers as chance says, so that a slow machine is struck amid its work too, and a little later.
    private async Task MomentAsync(int calls)
    {
        Volatile.Write(ref _fatal, Volatile.Read(ref _responses) + 1 + _random.Next(calls));
        await _reached.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(WaitTimeout, TestContext.Current.CancellationToken);
        await Pause.TakeAsync(TimeSpan.FromMilliseconds(_random.Next(LatestMilliseconds)));
    }

    private static bool IsCall(int number) => number % 2 == 0;

    private async Task ReleaseAsync(int[] wave)
    {
        foreach (var number in wave)
        {
            if (IsCall(number))
            {
                _calls.Add(CallAsync($"http-{number}"));
            }
            else
            {
                await functions.Storage.EnqueueAsync(Arrivals.Request($"queue-{number}"));
                Queued.Add($"queue-{number}");
            }
        }
    }

    private async Task<(string Id, HttpResult Answer)> CallAsync(string id)
    {
        var response = await _caller.SendAsync(Arrivals.Request(id));
        if (Interlocked.Increment(ref _responses) >= Volatile.Read(ref _fatal) && Interlocked.Exchange(ref _fatal, int.MaxValue) != int.MaxValue)
        {
            _reached.Writer.TryWrite(true);
        }

        return (id, response);
    }
}
