using ServerlessMessaging.Genesys.RateLimiting;

namespace ServerlessMessaging.Tests.Genesys.RateLimiting;

/// <summary>The window's arithmetic under load: simulated processes send more than a simulated server allows. FloodSoakTests runs the real rate limiter.</summary>
public sealed class RateWindowFloodTests
{
    [Theory]
    [InlineData(300, 10, 1, 20)]
    [InlineData(300, 10, 12, 20)]
    [InlineData(300, 10, 12, 180)]
    [InlineData(300, 60, 12, 400)]
    [InlineData(180, 60, 4, 90)]
    [InlineData(100, 5, 12, 20)]
    public void NextSlot_OneProcessUnderLoad_IsRefusedAtMostOnce(int allowed, int seconds, int concurrency, int latency)
    {
        var (refused, used) = Run(allowed, seconds, processes: 1, concurrency, latency);

        Assert.InRange(refused, 0, 1);
        Assert.InRange(used, 0.95, 1);
    }

    [Theory]
    [InlineData(300, 10, 20)]
    [InlineData(300, 10, 180)]
    [InlineData(300, 60, 90)]
    public void NextSlot_FourProcessesUnderLoad_ShareTheLimit(int allowed, int seconds, int latency)
    {
        var (refused, used) = Run(allowed, seconds, processes: 4, concurrency: 12, latency);

        Assert.InRange(refused, 0, allowed / 10);
        Assert.InRange(used, 0.85, 1);
    }

    // Simulates five windows; returns the number of refused calls and the share of the limit that was used.
    private static (int Refused, double Used) Run(int allowed, int seconds, int processes, int concurrency, int latency)
    {
        var now = new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
        var random = new Random(6);
        var begin = now;
        var server = new Server(allowed, TimeSpan.FromSeconds(seconds));
        var workers = Enumerable.Range(0, processes).SelectMany(_ =>
        {
            var process = new Process();
            return Enumerable.Range(0, concurrency).Select(_ => new Worker(process));
        }).ToArray();
        var events = new PriorityQueue<Action, DateTimeOffset>();
        var (refused, sent) = (0, 0);
        foreach (var worker in workers)
        {
            events.Enqueue(() => TryBegin(worker), now);
        }

        while (sent < allowed * 5)
        {
            events.TryDequeue(out var act, out now);
            act!();
        }

        return (refused, sent / (allowed * (now - begin).TotalSeconds / seconds));

        void TryBegin(Worker worker)
        {
            var process = worker.Process;
            process.Window.Update(now);
            var due = process.Window.NextSlot(process.InProgress, now > process.StoppedUntil ? now : process.StoppedUntil, now < process.StoppedUntil + TimeSpan.FromSeconds(process.StoppedUntil == default ? 0 : seconds));
            if (due > now)
            {
                // Half a millisecond late, as timers are.
                events.Enqueue(() => TryBegin(worker), due + TimeSpan.FromMilliseconds(0.5));
                return;
            }

            process.InProgress++;
            var begun = now;
            events.Enqueue(() => Arrive(worker, begun), now + Latency());
        }

        void Arrive(Worker worker, DateTimeOffset begun)
        {
            var (limit, isRefused) = server.Count(now);
            refused += isRefused ? 1 : 0;
            sent += isRefused ? 0 : 1;
            events.Enqueue(() => End(worker, begun, limit, isRefused), now + Latency());
        }

        void End(Worker worker, DateTimeOffset begun, RateLimit limit, bool isRefused)
        {
            var process = worker.Process;
            process.InProgress--;
            process.Window.Update(now);
            process.Window.Observe(limit, begun, now);
            if (isRefused)
            {
                if (now + limit.Reset > process.StoppedUntil)
                {
                    process.StoppedUntil = now + limit.Reset;
                    process.Window.Refuse(process.StoppedUntil);
                }
            }

            // The work around a call.
            events.Enqueue(() => TryBegin(worker), now + TimeSpan.FromMilliseconds(random.Next(1, 30)));
        }

        TimeSpan Latency() => TimeSpan.FromMilliseconds(latency / 2.0 * (0.5 + random.NextDouble()));
    }

    private sealed record Worker(Process Process);

    private sealed class Process
    {
        public ClientRateLimiter.RateWindow Window { get; } = new();

        public int InProgress { get; set; }

        public DateTimeOffset StoppedUntil { get; set; }
    }

    /// <summary>Windows of a fixed length that begin with the first call; a refused call is not counted.</summary>
    private sealed class Server(int allowed, TimeSpan length)
    {
        private DateTimeOffset _start = DateTimeOffset.MinValue;
        private int _count;

        public (RateLimit Limit, bool IsRefused) Count(DateTimeOffset now)
        {
            if (now >= _start + length)
            {
                (_start, _count) = (now, 0);
            }

            var isRefused = _count >= allowed;
            _count += isRefused ? 0 : 1;
            return (new(allowed, _count, TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling((_start + length - now).TotalSeconds)))), isRefused);
        }
    }
}
