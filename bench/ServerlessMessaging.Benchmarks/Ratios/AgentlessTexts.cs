using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMessaging.Benchmarks.Stubs;
using ServerlessMessaging.DevHost.Hosting;
using ServerlessMessaging.Sending;

namespace ServerlessMessaging.Benchmarks.Ratios;

/// <summary>Texts by agentless, against the official client of Genesys on Node.</summary>
internal static class AgentlessTexts
{
    public const string InMemory = "4 agentless text, records in memory | purecloud-platform-client-v2 on Node";
    public const string InStorage = "4 agentless text, records on fast storage | purecloud-platform-client-v2 on Node";

    public static async Task<IEnumerable<Figure>> MeasureAsync(RatioRun run) =>
    [
        await MeasureAsync(run, InMemory, InMemoryTables.Empty(), goal: 0.25),
        await MeasureAsync(run, InStorage, tables: null, goal: 1),
    ];

    private static async Task<Figure> MeasureAsync(RatioRun run, string work, InMemoryTables? tables, double goal)
    {
        var count = run.Count(3_000);
        await using var product = Product.Create(run.Stub, tables);
        var sender = product.GetRequiredService<MessageSender>();
        var pairs = await Pairs.RunAsync(
            run.Pairs,
            async () => (await Cost.MeasureAsync(() => RatioRun.ForAsync(count, RatioRun.InFlight, _ => SendCard.SendAsync(sender, Requests.Text(RatioRun.NewId()))))).Cpu.TotalMicroseconds,
            () => OfficialClientAsync(run.Stub, count));
        return pairs.ToFigure(work, "CPU us", microseconds => microseconds / count, goal);
    }

    // The script prints the CPU time of its sends in microseconds, without its start.
    private static async Task<double> OfficialClientAsync(string stub, int count)
    {
        var script = Path.Combine(RepositoryFolder.Find(), "bench", "ServerlessMessaging.Benchmarks", "official-client.mjs");
        await using var node = ChildProcess.Start(["node", script, stub, $"{count}", $"{RatioRun.InFlight}"]);
        return double.Parse((await node.LineAsync("cpu "))["cpu ".Length..], CultureInfo.InvariantCulture);
    }
}
