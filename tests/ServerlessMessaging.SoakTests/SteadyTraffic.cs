using System.Collections.Concurrent;
using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.SoakTests;

/// <summary>Sends requests over HTTP and a queue at a steady rate until the test ends it.</summary>
internal sealed class SteadyTraffic : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly TestSystem _system;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<(string Id, HttpResult Response)> _responses = new();
    private readonly ConcurrentQueue<string> _queued = new();
    private readonly Task _traffic;

    public SteadyTraffic(TestSystem system)
    {
        _system = system;
        _traffic = Task.WhenAll(RunAsync(CallAsync), RunAsync(EnqueueAsync));
    }

    /// <summary>The responses to callers so far, in order.</summary>
    public IReadOnlyList<(string Id, HttpResult Response)> Responses => [.. _responses];

    /// <summary>The ids of the queued requests so far.</summary>
    public IReadOnlyList<string> Queued => [.. _queued];

    /// <summary>Waits for so many more responses with the status, and as many more queued requests.</summary>
    public async Task WaitAsync(int count, int status)
    {
        var (responses, queued) = (_responses.Count, _queued.Count);
        await Eventually.GetAsync(
            () => Task.FromResult((Responses.Skip(responses).Count(call => call.Response.Status == status), _queued.Count - queued)),
            found => found.Item1 >= count && found.Item2 >= count,
            found => $"{found.Item1} got {status} and {found.Item2} queued, not {count}.",
            TimeSpan.FromMinutes(3));
    }

    /// <summary>Ends it after the calls in flight.</summary>
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

    private async Task RunAsync(Func<int, Task> step)
    {
        using var timer = new PeriodicTimer(Interval);
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
