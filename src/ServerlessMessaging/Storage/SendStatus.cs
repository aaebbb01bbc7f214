namespace ServerlessMessaging.Storage;

/// <summary>What became of a request, for the bot flow that asked to be told: the body of a callback of kind <c>send</c>.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="Status"><c>sent</c>, <c>failed</c> or <c>delivered</c>.</param>
/// <param name="At">When.</param>
public sealed record SendStatus(string Id, string Status, DateTimeOffset At)
{
    /// <summary>The attempt that it is about; a request that failed may be sent again, and fail again.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The id of its event: the same however often it is told.</summary>
    internal string EventId => Attempt == 1 ? DerivedName.Of(Id, Status) : DerivedName.Of(Id, Status, Attempt.ToString(CultureInfo.InvariantCulture));

    /// <summary>The bot flow that the request named.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>The route that it took.</summary>
    public SendRoute? Route { get; init; }

    /// <summary>Genesys' id of the message.</summary>
    public string? MessageId { get; init; }

    /// <summary>The recipient as it was resolved.</summary>
    public Recipient? To { get; init; }

    /// <summary>Why it failed, in codes.</summary>
    public IReadOnlyList<string>? Reasons { get; init; }
}
