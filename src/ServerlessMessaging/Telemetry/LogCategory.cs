namespace ServerlessMessaging.Telemetry;

/// <summary>The log category of the function that is running, such as <c>ServerlessMessaging.SendQueuedMessage</c>.</summary>
public static class LogCategory
{
    /// <summary>The prefix of every category of the application.</summary>
    public const string Prefix = "ServerlessMessaging";

    private static readonly AsyncLocal<string?> Function = new();

    /// <summary>The category; null outside of functions, such as at the start.</summary>
    public static string? Current => Function.Value;

    /// <summary>Sets the function for the calling asynchronous method and everything that it calls.</summary>
    public static void EnterFunction(string name) => Function.Value = $"{Prefix}.{name}";
}
