namespace ServerlessMessaging.DeadLetters;

/// <summary>
/// The name of a dead letter's blob: <c>{queue}/{code}/{yyyyMMddTHHmmssZ}-{id}</c>. The time is that of acceptance,
/// so that a second delivery of the same thing meets its own trace.
/// </summary>
internal static class DeadLetterName
{
    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    public static string Of(string queue, string code, DateTimeOffset acceptedAt, string id) =>
        $"{queue}/{code}/{acceptedAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}-{id}";

    /// <summary>What all names of a queue and code begin with, as far as they are given.</summary>
    public static string? Prefix(string? queue, string? code) => (queue, code) switch
    {
        (null, _) => null,
        (_, null) => $"{queue}/",
        _ => $"{queue}/{code}/",
    };
}
