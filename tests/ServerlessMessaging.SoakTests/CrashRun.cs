using System.Threading.Channels;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.SoakTests;

/// <summary>Sends requests over HTTP and a queue, half each, while the process is killed at random moments; with a lifetime they expire so soon after they were made.</summary>
internal sealed class CrashRun(CrashableHost functions, int requests, int kills, TimeSpan? lifetime = null) : IDisposable
{
    private const int Seed = 20261122;
    private const int MaxDelayMilliseconds = 50;
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromMinutes(SoakSize.Select(4, 10));

    private readonly Random _random = new(Seed);
    private readonly PersistentCaller _caller = new(() => functions.Address, "local");
    private readonly List<Task<(string Id, HttpResult Response)>> _calls = [];
    private readonly Channel<bool> _reached = Channel.CreateUnbounded<bool>();
    private int _responses;
    private int _killAt = int.MaxValue;

    /// <summary>The ids of the queued requests.</summary>
    public List<string> Queued { get; } = [];

    /// <summary>The final response to each caller over HTTP.</summary>
    public IReadOnlyList<(string Id, HttpResult Response)> Responses { get; private set; } = [];

    /// <summary>All calls over HTTP, repeats included.</summary>
    public int Calls => _caller.Calls;

    /// <summary>Runs until every request has an outcome and the queues are empty.</summary>
    public async Task RunAsync()
    {
        var waves = Enumerable.Range(1, requests).Chunk((requests + kills) / (kills + 1)).ToList();
        for (var process = 0; process < waves.Count; process++)
        {
            var untilKill = process < kills ? WaitForKillAsync(waves[process].Count(IsCall)) : Task.CompletedTask;
            var sending = SendAsync(waves[process]);
            await untilKill;
            if (process < kills)
            {
                await functions.KillAsync();
            }

            await sending;
        }

        await Eventually.GetAsync(
            () => Task.FromResult(_calls.Count(call => !call.IsCompleted)),
            count => count == 0,
            count => $"{count} callers are not settled:\n{string.Join('\n', _caller.Unsettled)}\n{functions.Output}",
            WaitTimeout);
        Responses = await Task.WhenAll(_calls);
        foreach (var queue in new[] { QueueNames.Messages, QueueNames.MessagesDeferred, QueueNames.MessagesPoison, QueueNames.MessagesDeferredPoison })
        {
            await Eventually.GetAsync(
                () => functions.Storage.CountAsync(queue), count => count == 0, count => $"{count} messages are left on {queue}.\n{functions.Output}", WaitTimeout);
        }
    }

    public void Dispose() => _caller.Dispose();

    // After a random number of responses, so that a slow machine is also killed during its work, and a short delay.
    private async Task WaitForKillAsync(int calls)
    {
        Volatile.Write(ref _killAt, Volatile.Read(ref _responses) + 1 + _random.Next(calls));
        await _reached.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(WaitTimeout, TestContext.Current.CancellationToken);
        await Pause.ForAsync(TimeSpan.FromMilliseconds(_random.Next(MaxDelayMilliseconds)));
    }

    private string Request(string id) =>
        lifetime is { } left ? $"{Arrivals.Request(id)[..^1]},\"expiresAt\":\"{TimeProvider.System.GetUtcNow() + left:O}\"}}" : Arrivals.Request(id);

    private static bool IsCall(int number) => number % 2 == 0;

    private async Task SendAsync(int[] wave)
    {
        foreach (var number in wave)
        {
            if (IsCall(number))
            {
                _calls.Add(CallAsync($"http-{number}"));
            }
            else
            {
                await functions.Storage.EnqueueAsync(Request($"queue-{number}"));
                Queued.Add($"queue-{number}");
            }
        }
    }

    private async Task<(string Id, HttpResult Response)> CallAsync(string id)
    {
        var response = await _caller.SendAsync(Request(id));
        if (Interlocked.Increment(ref _responses) >= Volatile.Read(ref _killAt) && Interlocked.Exchange(ref _killAt, int.MaxValue) != int.MaxValue)
        {
            _reached.Writer.TryWrite(true);
        }

        return (id, response);
    }
}
