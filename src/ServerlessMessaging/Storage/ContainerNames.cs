namespace ServerlessMessaging.Storage;

/// <summary>The names of the blob containers.</summary>
public static class ContainerNames
{
    /// <summary>One record per request.</summary>
    public const string Sends = "sends";
}
