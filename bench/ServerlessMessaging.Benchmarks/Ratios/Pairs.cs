namespace ServerlessMessaging.Benchmarks.Ratios;

/// <summary>Measures two things in turn, because the machine's speed changes between one minute and the next.</summary>
internal static class Pairs
{
    /// <summary>Runs the pairs after one that is not counted.</summary>
    public static async Task<IReadOnlyList<(T Product, T Baseline)>> RunAsync<T>(int count, Func<Task<T>> product, Func<Task<T>> baseline)
    {
        var pairs = new List<(T, T)>();
        for (var number = 0; number <= count; number++)
        {
            // In both orders: what runs second finds warm caches.
            var isFirst = number % 2 == 0;
            var first = await (isFirst ? product() : baseline());
            var second = await (isFirst ? baseline() : product());
            pairs.Add(isFirst ? (first, second) : (second, first));
        }

        return pairs[1..];
    }

    /// <summary>The median of the pairs' ratios, with the medians of both sides.</summary>
    public static Figure ToFigure<T>(this IReadOnlyList<(T Product, T Baseline)> pairs, string work, string unit, Func<T, double> value, double? goal) => new(
        work,
        unit,
        Median(pairs.Select(pair => value(pair.Product))),
        Median(pairs.Select(pair => value(pair.Baseline))),
        Median(pairs.Select(pair => value(pair.Product) / value(pair.Baseline))),
        goal);

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}

/// <summary>One result.</summary>
/// <param name="Work">What was done, and against what.</param>
/// <param name="Unit">The unit of both sides, for one message or one start.</param>
/// <param name="Product">The product's median.</param>
/// <param name="Baseline">The other side's median.</param>
/// <param name="Ratio">The median of the pairs' ratios.</param>
/// <param name="Goal">The ratio that is aimed at; null where there is none.</param>
internal sealed record Figure(string Work, string Unit, double Product, double Baseline, double Ratio, double? Goal);
