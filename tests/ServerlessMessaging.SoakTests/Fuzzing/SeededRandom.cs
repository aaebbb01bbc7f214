namespace ServerlessMessaging.SoakTests.Fuzzing;

/// <summary>What chance decides; the same for the same seed.</summary>
internal sealed class SeededRandom(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>A number from 0 to below a limit.</summary>
    public int Below(int limit) => _random.Next(limit);

    /// <summary>Whether it happens that happens so often.</summary>
    public bool Is(double share) => _random.NextDouble() < share;

    /// <summary>One of them.</summary>
    public T Any<T>(params ReadOnlySpan<T> items) => items[_random.Next(items.Length)];
}
