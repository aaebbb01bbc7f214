namespace ServerlessMessaging.Telemetry;

/// <summary>The log category of the function that is running, such as <c>ServerlessMessaging.SendQueuedMessage</c>.</summary>
public static class LogCategory
{
    /// <summary>The prefix of every category of the application.</summary>
    public const string Prefix = "ServerlessMessaging";

    private static readonly AsyncLocal<string?> Ambient = new();

    /// <summary>The category of the current asynchronous method and everything that it calls; null outside of functions.</summary>
    public static string? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }
}
