using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.EndToEndTests.Drills;

/// <summary>Sends requests over HTTP and a queue, by halves, while the process that takes them dies at random moments.</summary>
internal sealed class CrashRun(MortalFunctions functions, int requests, int kills) : IDisposable
{
    private const int Seed = 20261122;
    private const int LatestMilliseconds = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly Random _random = new(Seed);
    private readonly PersistentCaller _caller = new(() => functions.Address, "local");
    private readonly List<Task<(string Id, HttpAnswer Answer)>> _calls = [];

    /// <summary>The ids that the queue took.</summary>
    public List<string> Queued { get; } = [];

    /// <summary>What each caller over HTTP was answered in the end.</summary>
    public IReadOnlyList<(string Id, HttpAnswer Answer)> Answers { get; private set; } = [];

    /// <summary>All calls over HTTP, repeats included.</summary>
    public int Calls => _caller.Calls;

    /// <summary>Runs until nothing waits any more.</summary>
    public async Task RunAsync()
    {
        var waves = Enumerable.Range(1, requests).Chunk((requests + kills) / (kills + 1)).ToList();
        for (var life = 0; life < waves.Count; life++)
        {
            var before = _calls.Count;
            await ReleaseAsync(waves[life]);
            if (life < kills)
            {
                await MomentAsync(_calls[before..]);
                await functions.KillAsync();
            }
        }

        Answers = await Task.WhenAll(_calls).WaitAsync(Patience, TestContext.Current.CancellationToken);
        foreach (var queue in new[] { QueueNames.Messages, QueueNames.MessagesLater, QueueNames.MessagesPoison, QueueNames.MessagesLaterPoison })
        {
            await Eventually.GetAsync(
                () => functions.Storage.CountAsync(queue), count => count == 0, count => $"{count} messages are left on {queue}.\n{functions.Output}", Patience);
        }
    }

    public void Dispose() => _caller.Dispose();

    // After as many answers as chance says, so that a slow machine is killed amid its work too, and a little later.
    private async Task MomentAsync(List<Task<(string Id, HttpAnswer Answer)>> calls)
    {
        var answers = _random.Next(calls.Count);
        await Eventually.GetAsync(
            () => Task.FromResult(calls.Count(call => call.IsCompleted)), count => count >= answers, count => $"{count} callers were answered, not {answers}.\n{functions.Output}");
        await Pause.TakeAsync(TimeSpan.FromMilliseconds(_random.Next(LatestMilliseconds)));
    }

    private async Task ReleaseAsync(int[] wave)
    {
        foreach (var number in wave)
        {
            if (number % 2 == 0)
            {
                _calls.Add(CallAsync($"http-{number}"));
            }
            else
            {
                await functions.Storage.DropAsync(Arrivals.Request($"queue-{number}"));
                Queued.Add($"queue-{number}");
            }
        }
    }

    private async Task<(string Id, HttpAnswer Answer)> CallAsync(string id) => (id, await _caller.SendAsync(Arrivals.Request(id)));
}
