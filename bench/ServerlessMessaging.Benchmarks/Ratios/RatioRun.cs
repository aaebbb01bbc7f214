using System.Globalization;

namespace ServerlessMessaging.Benchmarks.Ratios;

/// <summary>What all ratios of one run share.</summary>
/// <param name="IsQuick">Small counts: shows that everything runs, not how fast.</param>
/// <param name="Stub">The address of the stub.</param>
/// <param name="Scratch">A folder for what is published.</param>
internal sealed record RatioRun(bool IsQuick, string Stub, string Scratch)
{
    public const int InFlight = 64;

    /// <summary>The pairs to measure.</summary>
    public int Pairs => IsQuick ? 1 : 7;

    public int Count(int whole) => IsQuick ? Math.Max(whole / 20, 1) : whole;

    /// <summary>Calls something so many times, a number at once.</summary>
    public static Task ForAsync(int count, int inFlight, Func<int, Task> call) =>
        Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = inFlight }, async (number, _) => await call(number));

    /// <summary>An id that no other call of this process gets.</summary>
    public static string NewId() => $"b-{Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture)}";

    private static long _last;
}
