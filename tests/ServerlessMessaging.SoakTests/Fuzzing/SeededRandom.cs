namespace ServerlessMessaging.SoakTests.Fuzzing;

/// <summary>Random choices that are the same for the same seed.</summary>
internal sealed class SeededRandom(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>A number from 0, below the limit.</summary>
    public int NextBelow(int limit) => _random.Next(limit);

    /// <summary>True in this share of the calls.</summary>
    public bool NextBool(double share) => _random.NextDouble() < share;

    /// <summary>One of the items.</summary>
    public T Pick<T>(params ReadOnlySpan<T> items) => items[_random.Next(items.Length)];
}
