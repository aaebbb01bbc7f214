using System.Diagnostics;

namespace ServerlessMessaging.Benchmarks.Ratios;

/// <summary>What some work cost this process.</summary>
/// <param name="Wall">Time that passed.</param>
/// <param name="Cpu">CPU time, user and system.</param>
/// <param name="Bytes">Bytes allocated.</param>
internal sealed record Cost(TimeSpan Wall, TimeSpan Cpu, long Bytes)
{
    public static async Task<Cost> MeasureAsync(Func<Task> work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var (start, cpu, bytes) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true));
        await work();
        return new(Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - cpu, GC.GetTotalAllocatedBytes(precise: true) - bytes);
    }
}
