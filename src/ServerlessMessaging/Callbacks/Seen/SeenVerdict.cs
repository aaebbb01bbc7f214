namespace ServerlessMessaging.Callbacks.Seen;

/// <summary>Whether a callback is ours to deliver.</summary>
public enum SeenVerdict
{
    /// <summary>It is.</summary>
    Claimed,

    /// <summary>Somebody is delivering it, for as long as his lease lives.</summary>
    InProgress,

    /// <summary>It was delivered or set aside, or a newer copy of it waits: nothing is to be done.</summary>
    Over,
}
