namespace ServerlessMessaging.Simulator.RateLimit;

/// <summary>The state of a client's window after a request.</summary>
internal sealed record RateWindow(int Count, int Allowed, TimeSpan Reset, bool IsExceeded)
{
    /// <summary>Integer seconds until the window ends, never 0: a client that waits 0 seconds would be refused again.</summary>
    public int ResetSeconds => Math.Max(1, (int)Math.Ceiling(Reset.TotalSeconds));
}
