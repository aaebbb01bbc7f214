using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessMessaging.Benchmarks.Stubs;

namespace ServerlessMessaging.Benchmarks.Ratios;

/// <summary>The command <c>ratios [--quick] [--json FILE] [--only NUMBER]</c>.</summary>
internal static class RatioCommand
{
    private static readonly (int Number, Func<RatioRun, Task<IEnumerable<Figure>>> MeasureAsync)[] All =
    [
        (1, SendCard.MeasureAsync), (2, DrainQueue.MeasureAsync), (3, ReceiveWebhooks.MeasureAsync), (4, AgentlessTexts.MeasureAsync),
        (5, WorkerStart.MeasureAsync), (6, PeakMemory.MeasureAsync), (7, Growth.MeasureAsync),
    ];

    public static Task<int> RunAsync(string[] args)
    {
        var quick = new Option<bool>("--quick") { Description = "Small counts and one pair: shows that everything runs, not how fast." };
        var json = new Option<FileInfo?>("--json") { Description = "Also write the figures to this file." };
        var only = new Option<int[]>("--only") { Description = "Measure these numbers only.", AllowMultipleArgumentsPerToken = true };
        var command = new RootCommand("Measures ratios: medians of interleaved pairs, each with its baseline in the same run.") { quick, json, only };
        command.SetAction(async (parsed, _) => await MeasureAsync(parsed.GetValue(quick), parsed.GetValue(json), parsed.GetValue(only) is { Length: > 0 } numbers ? numbers : [.. All.Select(item => item.Number)]));
        return command.Parse(args).InvokeAsync();
    }

    private static async Task<int> MeasureAsync(bool isQuick, FileInfo? json, int[] only)
    {
        var scratch = Directory.CreateTempSubdirectory("serverless-messaging-bench-").FullName;
        await using var stub = ChildProcess.StartSelf("stub");
        var run = new RatioRun(isQuick, await stub.LineAsync("http"), scratch);
        var figures = new List<Figure>();
        try
        {
            Console.WriteLine($"{"work | against",-82} {"unit",-12} {"product",10} {"baseline",10} {"ratio",7} {"goal",6}");
            foreach (var (_, measureAsync) in All.Where(item => only.Contains(item.Number)))
            {
                foreach (var figure in await measureAsync(run))
                {
                    figures.Add(figure);
                    Console.WriteLine(FormattableString.Invariant($"{figure.Work,-82} {figure.Unit,-12} {figure.Product,10:F1} {figure.Baseline,10:F1} {figure.Ratio,7:F2} {figure.Goal,6:F2}"));
                }
            }
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }

        if (json is not null)
        {
            await using var file = json.Create();
            await JsonSerializer.SerializeAsync(file, new Report(TimeProvider.System.GetUtcNow(), Environment.ProcessorCount, Environment.Version.ToString(), isQuick, figures), ReportJson.Default.Report);
        }

        return 0;
    }
}

/// <summary>The figures of a run.</summary>
internal sealed record Report(DateTimeOffset Time, int Processors, string Runtime, bool IsQuick, IReadOnlyList<Figure> Figures);

/// <summary>Writes the report.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Report))]
internal sealed partial class ReportJson : JsonSerializerContext;
