namespace ServerlessMessaging.Storage;

public static class TableNames
{
    /// <summary>One record per request.</summary>
    public const string MessageRecords = "MessageRecords";

    /// <summary>Requests by the time of their acceptance, newest first.</summary>
    public const string MessagesByTime = "MessagesByTime";

    /// <summary>From the ids of a sent message and of its conversation to the request.</summary>
    public const string RequestIndex = "RequestIndex";

    /// <summary>One record per event that a bot flow gets.</summary>
    public const string EventDeliveries = "EventDeliveries";

    public static IReadOnlyList<string> All { get; } = [MessageRecords, MessagesByTime, RequestIndex, EventDeliveries];
}
