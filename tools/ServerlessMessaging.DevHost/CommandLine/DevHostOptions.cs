namespace ServerlessMessaging.DevHost.CommandLine;

/// <summary>The options of the command line.</summary>
public sealed record DevHostOptions
{
    public bool Demo { get; init; }

    public int FunctionsPort { get; init; } = 7071;

    public int SimulatorPort { get; init; } = 7072;

    public int VaultPort { get; init; } = 7073;

    /// <summary>The first of Azurite's three ports (blobs, queues, tables); 0 for any free ones.</summary>
    public int StoragePort { get; init; }

    public string FunctionKey { get; init; } = "local";

    public string? Storage { get; init; }

    public string? DataFolder { get; init; }

    public Uri? Join { get; init; }

    public bool NoSimulator { get; init; }

    public Uri? BotFlow { get; init; }

    /// <summary>The folder of a published function app that runs as a process; null for the function app of this build, in this process.</summary>
    public string? Published { get; init; }
}
