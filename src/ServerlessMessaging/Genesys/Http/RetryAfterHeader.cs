using System.Net.Http.Headers;

namespace ServerlessMessaging.Genesys.Http;

/// <summary>The wait that an answer asks for, whatever stands in its header.</summary>
internal static class RetryAfterHeader
{
    private const string Name = "Retry-After";

    // Longer than any request may wait, and short enough to be added to any time.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>Reads it: at most 30 days; null where there is nothing to wait for, because a server that fails and says 0 s would be called without a pause.</summary>
    /// <param name="headers">The answer's headers.</param>
    /// <param name="now">The time by which a date is judged.</param>
    public static TimeSpan? Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var wait = headers.RetryAfter?.Delta ?? headers.RetryAfter?.Date - now ?? (IsBeyondCounting(headers) ? Longest : null);
        return wait > Longest ? Longest : wait > TimeSpan.Zero ? wait : null;
    }

    // The framework takes no more seconds than an int holds; a wait of more is still a wait.
    private static bool IsBeyondCounting(HttpResponseHeaders headers) =>
        headers.NonValidated.TryGetValues(Name, out var values) && values.Count == 1 && values.ToString() is { Length: > 0 } text && text.All(char.IsAsciiDigit);
}
