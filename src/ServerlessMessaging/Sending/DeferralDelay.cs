namespace ServerlessMessaging.Sending;

/// <summary>How long a request waits for its next attempt.</summary>
internal static class DeferralDelay
{
    /// <summary>The wait that was asked for, else 5 s doubling with the attempts up to 60 s; with jitter, never shorter.</summary>
    /// <param name="attempt">The number of the attempt that failed.</param>
    /// <param name="asked">The wait that Genesys asked for, if it did.</param>
    /// <param name="atLeast">The shortest wait.</param>
    /// <param name="options">The steps.</param>
    /// <param name="jitter">0 to 1.</param>
    public static TimeSpan Compute(int attempt, TimeSpan? asked, TimeSpan atLeast, SendingOptions options, double jitter)
    {
        var step = options.FirstDeferral * Math.Pow(2, Math.Clamp(attempt - 1, 0, 30));
        var wait = asked ?? (step < options.MaxDeferral ? step : options.MaxDeferral);
        var enough = wait > atLeast ? wait : atLeast;
        // A crowd that was told the same second must not come in it: up to a fifth later, at most 5 s.
        return enough + TimeSpan.FromSeconds(Math.Min(enough.TotalSeconds / 5, 5) * jitter);
    }
}
