namespace ServerlessMessaging.Storage;

/// <summary>Where a callback comes from.</summary>
public enum CallbackKind
{
    /// <summary>A webhook of Genesys, verified and unread.</summary>
    Webhook,

    /// <summary>A status of our own: a request was sent, failed, or was delivered.</summary>
    Send,
}
