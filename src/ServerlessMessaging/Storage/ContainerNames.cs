namespace ServerlessMessaging.Storage;

/// <summary>The names of the blob containers.</summary>
public static class ContainerNames
{
    /// <summary>Bodies too large for a queue.</summary>
    public const string Payloads = "payloads";

    /// <summary>What could not be brought to its end, with the reason.</summary>
    public const string DeadLetters = "dead-letters";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Payloads, DeadLetters];
}
