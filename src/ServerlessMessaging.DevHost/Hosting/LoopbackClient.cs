namespace ServerlessMessaging.DevHost.Hosting;

/// <summary>HTTP to this machine's own ports, past any proxy.</summary>
public static class LoopbackClient
{
    /// <summary>A client of its own; the caller disposes it.</summary>
    public static HttpClient Create() => new(new SocketsHttpHandler { UseProxy = false });
}
