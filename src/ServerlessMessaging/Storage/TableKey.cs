namespace ServerlessMessaging.Storage;

/// <summary>The key of a table's row.</summary>
/// <param name="Partition">The PartitionKey.</param>
/// <param name="Row">The RowKey.</param>
public readonly record struct TableKey(string Partition, string Row)
{
    // Descending: the newest row sorts first.
    private const string TicksFormat = "D19";

    /// <summary>A row in one of 16 partitions: the first hex digit of the SHA-256 of a name.</summary>
    /// <param name="name">What decides the partition.</param>
    /// <param name="row">The RowKey; the name itself where it is left out.</param>
    public static TableKey ByHash(string name, string? row = null) =>
        new(char.ToLowerInvariant(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 1))[0]).ToString(), row ?? name);

    /// <summary>A time as text that sorts the newest first.</summary>
    public static string Descending(DateTimeOffset time) => (DateTimeOffset.MaxValue.Ticks - time.UtcTicks).ToString(TicksFormat, CultureInfo.InvariantCulture);
}
