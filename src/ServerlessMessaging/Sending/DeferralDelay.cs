namespace ServerlessMessaging.Sending;

/// <summary>The delay before the next attempt of a request.</summary>
internal static class DeferralDelay
{
    /// <summary>The requested delay, else 5 s doubling with the attempts up to 60 s; jitter makes it longer, never shorter.</summary>
    /// <param name="attempt">The number of the attempt that failed.</param>
    /// <param name="asked">The Retry-After of Genesys, if there is one.</param>
    /// <param name="atLeast">The minimum.</param>
    /// <param name="options">The steps.</param>
    /// <param name="jitter">0 to 1.</param>
    public static TimeSpan Compute(int attempt, TimeSpan? asked, TimeSpan atLeast, SendingOptions options, double jitter)
    {
        var step = options.FirstDeferral * Math.Pow(2, Math.Clamp(attempt - 1, 0, 30));
        var wait = asked ?? (step < options.MaxDeferral ? step : options.MaxDeferral);
        var enough = wait > atLeast ? wait : atLeast;
        // Requests with the same Retry-After are spread: up to a fifth later, at most 5 s.
        return enough + TimeSpan.FromSeconds(Math.Min(enough.TotalSeconds / 5, 5) * jitter);
    }
}
