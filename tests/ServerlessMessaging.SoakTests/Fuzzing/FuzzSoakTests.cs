using System.Collections.Concurrent;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.SoakTests.Fuzzing;

/// <summary>Fuzzed bodies, headers, queries and queue messages from a fixed seed at every function: no 500, nothing stuck, no memory leak.</summary>
[Collection(NonParallelCollection.Name)]
public sealed class FuzzSoakTests : IDisposable
{
    private const int Seed = 20261122 * 10;
    private const double Growth = 1.3;
    private static readonly int[] Steps = SoakSize.Select<int[]>([0, 1000, 2000], [0, 1000, 5000, 10_000, 20_000]);
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromMinutes(3);

    // Unexpected failures of any function; the ids 90xx are the runtime's.
    private static readonly int[] Unforeseen =
    [
        EventIds.FunctionFailedUnexpectedly, EventIds.SendFailedUnexpectedly, EventIds.BatchItemFailedUnexpectedly, EventIds.LastDeliveryFailed, 9001, 9002, 9003,
    ];

    private readonly CountingLog _log = new();
    private readonly ConcurrentDictionary<FuzzOutcome, int> _outcomes = new();
    private readonly ConcurrentQueue<(int Seed, FuzzOutcome Outcome)> _failures = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Functions_FuzzedInput_RespondWithout500AndLeaveNothing()
    {
        var figures = new SoakFigures("Fuzz");
        await using var system = await StartAsync();
        var targets = new FuzzTargets(new FuzzCalls(system));
        Assert.Equal(HttpFunctions(system), targets.Functions.Intersect(HttpFunctions(system)).Order(StringComparer.Ordinal));

        await targets.SendLargeBodiesAsync();
        var (heaps, scheduled) = (new List<long>(), 0);
        foreach (var (from, until) in Steps.Zip(Steps.Skip(1)))
        {
            await FuzzAsync(targets, from, until);
            scheduled = await SettleAsync(system);
            heaps.Add(await HeapAsync(system));
            figures.Add($"managed heap after {until:N0}", $"{heaps[^1] / 1e6:N1} MB");
        }


        figures.Add("bodies", Steps[^1]);
        foreach (var function in _outcomes.GroupBy(pair => pair.Key.Function).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            figures.Add(function.Key, string.Join(", ", function.OrderBy(pair => pair.Key.Response, StringComparer.Ordinal).Select(pair => $"{pair.Value:N0} x {pair.Key.Response}")));
        }

        figures.Add("500: 0", _failures.Count);
        figures.Add("unexpected failures in the log: 0", Unforeseen.Sum(_log.CountOf));
        figures.Add("left on queues at the end, each with a scheduled record", scheduled);
        figures.Add("sent by a queue or over HTTP", _log.CountOf(EventIds.MessageSent));
        figures.Add("dead letters written", _log.CountOf(EventIds.DeadLettered));
        figures.Add("events delivered to the bot flow", _log.CountOf(EventIds.CallbackDelivered));
        figures.Add($"managed heap, the last by the first, at most {Growth}", $"{(double)heaps[^1] / heaps[0]:N2}");

        Assert.Empty(_failures);
        Assert.Empty(Unforeseen.Where(id => _log.CountOf(id) > 0).Select(id => $"{id}: {_log.FirstOf(id)}"));
        Assert.True(heaps[^1] <= heaps[0] * Growth, $"The heap grew from {heaps[0]:N0} to {heaps[^1]:N0} bytes.");
    }

    // Without the recording helpers, because memory is measured.
    private async Task<TestSystem> StartAsync()
    {
        var system = await TestSystem.StartAsync(
            services => services.RemoveAll<ILoggerProvider>().RemoveAll<QueueServiceClient>().RemoveAll<TableServiceClient>().RemoveAll<BlobServiceClient>().AddSingleton<ILoggerProvider>(_log),
            ("AzureWebJobsStorage", await TestStorage.NewAccountAsync()),
            ("BotFlows:default:Queue", "bot-events"),
            ("Records:Lease", "00:00:16"),
            ("Sending:HttpBudget", "00:00:06"),
            ("Sending:BatchBudget", "00:00:06"),
            ("Sending:SendBudget", "00:00:06"),
            ("Callbacks:RetryDelays:0", "00:00:01"));
        await system.Control.SettingsAsync(new { rateLimitAllowed = 1_000_000 });
        return system;
    }

    private async Task FuzzAsync(FuzzTargets targets, int from, int until)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(from, until - from), options, async (number, _) =>
        {
            var outcome = await targets.FuzzAsync(Seed + number);
            _outcomes.AddOrUpdate(outcome, 1, (_, count) => count + 1);
            if (outcome.Response is "500" or "502" or "504")
            {
                _failures.Enqueue((Seed + number, outcome));
            }
        });
    }

    // Only scheduled messages may be left.
    private static async Task<int> SettleAsync(TestSystem system)
    {
        foreach (var queue in QueueNames.All.Where(queue => queue != QueueNames.MessagesDeferred))
        {
            await Eventually.GetAsync(() => system.Storage.CountAsync(queue), count => count == 0, count => $"{count} messages are left on {queue}.", WaitTimeout);
        }

        var (left, _) = await Eventually.GetAsync(
            async () => await system.Storage.CountAsync(QueueNames.MessagesDeferred) is > 0 and var count ? (count, await ScheduledAsync(system)) : (0, 0),
            found => found.Item1 == found.Item2,
            found => $"{found.Item1} messages are left on messages-deferred, but {found.Item2} records are scheduled.",
            WaitTimeout);
        return left;
    }

    private static async Task<int> ScheduledAsync(TestSystem system) => (await system.Records.RowsAsync()).Count(record => record.GetString("State") == "scheduled");

    private static async Task<long> HeapAsync(TestSystem system)
    {
        await system.Control.ClearStateAsync();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static IEnumerable<string> HttpFunctions(TestSystem system) =>
        system.FunctionList.Where(function => function.Route is not null).Select(function => function.Name).Order(StringComparer.Ordinal);
}
