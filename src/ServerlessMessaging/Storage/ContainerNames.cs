namespace ServerlessMessaging.Storage;

public static class ContainerNames
{
    /// <summary>Payloads too large for a queue.</summary>
    public const string Payloads = "payloads";

    /// <summary>What could not be completed, with the reason.</summary>
    public const string DeadLetters = "dead-letters";

    public static IReadOnlyList<string> All { get; } = [Payloads, DeadLetters];
}
