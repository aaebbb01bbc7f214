namespace ServerlessMessaging.Storage;

/// <summary>That a request was <c>sent</c>, <c>failed</c>, <c>delivered</c> or <c>read</c>: the payload of a callback of kind <c>send</c>.</summary>
public sealed record SendStatus(string Id, string Status, DateTimeOffset At)
{
    // A request that failed may be sent again, and fail again.
    public int Attempt { get; init; } = 1;

    /// <summary>The id of its event: the same each time it is published.</summary>
    internal string EventId => DerivedName.Compute(NameKind.StatusEvent, Id, Status, Attempt.ToString(CultureInfo.InvariantCulture));

    public string? ReplyTo { get; init; }

    public SendRoute? Route { get; init; }

    public string? MessageId { get; init; }

    public Recipient? To { get; init; }

    /// <summary>Why it failed, in codes.</summary>
    public IReadOnlyList<string>? Reasons { get; init; }
}
