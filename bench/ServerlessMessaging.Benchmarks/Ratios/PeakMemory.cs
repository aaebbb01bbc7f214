using System.Diagnostics;
using System.Globalization;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMessaging.Benchmarks.Stubs;
using ServerlessMessaging.Sending.Queues;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Benchmarks.Ratios;

/// <summary>The peak memory of a process that handles many queued messages, against one that handles 1,000.</summary>
internal static class PeakMemory
{
    public static async Task<IEnumerable<Figure>> MeasureAsync(RatioRun run)
    {
        var few = await RunAsync(run.Count(1_000));
        var figures = new List<Figure>();
        foreach (var count in new[] { 20_000, 100_000 })
        {
            var many = await RunAsync(run.Count(count));
            figures.Add(new(FormattableString.Invariant($"6 peak memory, {count:N0} queued | 1,000 queued"), "MB", many, few, many / few, Goal: 1.2));
        }

        return figures;

        async Task<double> RunAsync(int count)
        {
            await using var drain = ChildProcess.StartSelf("drain", run.Stub, $"{count}");
            return double.Parse((await drain.LineAsync("peak "))["peak ".Length..], CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Handles so many messages of the stub's queue and prints the peak memory in MB.</summary>
    public static async Task<int> DrainAsync(string[] args)
    {
        await using var product = Product.Create(args[0], tables: null);
        var queue = product.GetRequiredService<QueueServiceClient>().GetQueueClient(QueueNames.Messages);
        using (var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false }))
        {
            using var fill = new HttpRequestMessage(HttpMethod.Post, $"{args[0]}/fill?count={args[1]}");
            using var filled = await http.SendAsync(fill, CancellationToken.None);
        }

        await DrainQueue.HandleAllAsync(queue, product.GetRequiredService<QueuedMessages>().HandleAsync);
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak {self.PeakWorkingSet64 / 1024.0 / 1024.0}"));
        return 0;
    }
}
