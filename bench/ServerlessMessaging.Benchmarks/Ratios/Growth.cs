using Microsoft.Extensions.DependencyInjection;
using ServerlessMessaging.Benchmarks.Stubs;
using ServerlessMessaging.Sending;

namespace ServerlessMessaging.Benchmarks.Ratios;

/// <summary>The cost of a message as records, calls in flight and bodies grow, against the smallest of each.</summary>
internal static class Growth
{
    public static async Task<IEnumerable<Figure>> MeasureAsync(RatioRun run)
    {
        var tables = InMemoryTables.Empty();
        await using var product = Product.Create(run.Stub, tables);
        var sender = product.GetRequiredService<MessageSender>();
        var count = run.Count(2_000);
        var figures = new List<Figure>();
        foreach (var inFlight in new[] { 8, 64 })
        {
            var pairs = await Pairs.RunAsync(run.Pairs, () => CardsAsync(inFlight), () => CardsAsync(1));
            figures.Add(pairs.ToFigure($"7 growth: {inFlight} in flight | 1 in flight", "CPU us", cost => cost.Cpu.TotalMicroseconds / count, goal: null));
        }

        foreach (var kilobytes in new[] { 16, 60 })
        {
            var pairs = await Pairs.RunAsync(run.Pairs, () => BodiesAsync(kilobytes), () => BodiesAsync(1));
            figures.Add(pairs.ToFigure($"7 growth: {kilobytes} KiB bodies | 1 KiB bodies, for each KiB", "CPU us", cost => cost.Cpu.TotalMicroseconds / count, goal: null) is var figure
                ? figure with { Product = figure.Product / kilobytes, Ratio = figure.Ratio / kilobytes }
                : figure);
        }

        var first = await CardsAsync(RatioRun.InFlight);
        foreach (var records in new[] { 10_000, 100_000 })
        {
            // A message has rows in three tables.
            await RatioRun.ForAsync(Math.Max(run.Count(records) - (tables.Rows / 4), 0), RatioRun.InFlight, _ => SendCard.SendAsync(sender, Requests.Card(RatioRun.NewId())));
            var cost = await CardsAsync(RatioRun.InFlight);
            figures.Add(new($"7 growth: after {run.Count(records):N0} records | after none", "CPU us", cost.Cpu.TotalMicroseconds / count, first.Cpu.TotalMicroseconds / count, cost.Cpu / first.Cpu, Goal: null));
        }

        return figures;

        Task<Cost> CardsAsync(int inFlight) => Cost.MeasureAsync(() => RatioRun.ForAsync(count, inFlight, _ => SendCard.SendAsync(sender, Requests.Card(RatioRun.NewId()))));

        Task<Cost> BodiesAsync(int kilobytes) => Cost.MeasureAsync(() => RatioRun.ForAsync(count, 8, _ => SendCard.SendAsync(sender, Requests.Carousel(RatioRun.NewId(), kilobytes * 1024))));
    }
}
