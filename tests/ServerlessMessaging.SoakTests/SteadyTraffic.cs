using System.Collections.Concurrent;
using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.SoakTests;

/// <summary>Requests that go on coming over HTTP and a queue until the drill ends them.</summary>
internal sealed class SteadyTraffic : IAsyncDisposable
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);

    private readonly TestSystem _system;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<(string Id, HttpResult Answer)> _responses = new();
    private readonly ConcurrentQueue<string> _queued = new();
    private readonly Task _traffic;

    public SteadyTraffic(TestSystem system)
    {
        _system = system;
        _traffic = Task.WhenAll(GoAsync(CallAsync), GoAsync(EnqueueAsync));
    }

    /// <summary>What callers were answered so far, in order.</summary>
    public IReadOnlyList<(string Id, HttpResult Answer)> Answers => [.. _responses];

    /// <summary>The ids that the queue took so far.</summary>
    public IReadOnlyList<string> Queued => [.. _queued];

    /// <summary>Waits until so many more callers were answered so, and as many more requests were queued.</summary>
    public async Task WaitAsync(int count, int status)
    {
        var (responses, queued) = (_responses.Count, _queued.Count);
        await Eventually.GetAsync(
            () => Task.FromResult((Answers.Skip(responses).Count(call => call.Answer.Status == status), _queued.Count - queued)),
            found => found.Item1 >= count && found.Item2 >= count,
            found => $"{found.Item1} were answered {status} and {found.Item2} queued, not {count}.",
            TimeSpan.FromMinutes(3));
    }

    /// <summary>Ends it; what was begun is finished.</summary>
    public async Task EndAsync()
    {
        await _end.CancelAsync();
        await _traffic;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _end.Dispose();
    }

    private async Task GoAsync(Func<int, Task> step)
    {
        using var timer = new PeriodicTimer(Breath);
        try
        {
            for (var number = 1; await timer.WaitForNextTickAsync(_end.Token); number++)
            {
                await step(number);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task CallAsync(int number) => _responses.Enqueue(($"http-{number}", await _system.SendAsync(Arrivals.Request($"http-{number}"))));

    private async Task EnqueueAsync(int number)
    {
        await _system.Storage.EnqueueAsync(Arrivals.Request($"queue-{number}"));
        _queued.Enqueue($"queue-{number}");
    }
}
