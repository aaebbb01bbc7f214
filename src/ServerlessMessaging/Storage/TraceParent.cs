namespace ServerlessMessaging.Storage;

internal static class TraceParent
{
    /// <summary>The current activity in the form of W3C Trace Context; null where there is none.</summary>
    public static string? Current => Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null;
}
