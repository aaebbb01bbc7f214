using ServerlessMessaging.Records;

namespace ServerlessMessaging.Sending;

/// <summary>What became of a request, as a caller may see it.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="Status">Its state.</param>
/// <param name="Route">The route that the recipient selects.</param>
/// <param name="Attempt">The number of the last attempt.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="ExpiresAt">When it is too late to send it.</param>
/// <param name="DueAt">When it is tried next, while a queue holds it.</param>
/// <param name="ReplyTo">The bot flow that gets the presses.</param>
/// <param name="Notify">Whether the bot flow also gets status events.</param>
/// <param name="MessageId">Genesys' id of the message, once it is sent.</param>
/// <param name="Degradations">What the route could not show as it was asked.</param>
/// <param name="UnknownOutcomes">How often a response of Genesys was lost, so that it may have been sent.</param>
/// <param name="Failures">The last attempts that did not end in a send, newest last.</param>
public sealed record MessageStatusResponse(
    string Id,
    MessageState Status,
    SendRoute Route,
    int Attempt,
    DateTimeOffset AcceptedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? DueAt,
    string? ReplyTo,
    bool Notify,
    string? MessageId,
    IReadOnlyList<string>? Degradations,
    int UnknownOutcomes,
    IReadOnlyList<FailedAttempt>? Failures)
{
    // Who looks must not wait for an owner that is gone, nor take for unsent what may have been sent.
    internal static MessageStatusResponse From(Versioned<MessageRecord> entry)
    {
        var record = entry.Value;
        var unknown = record.MayHaveBeenSent || (record.State == MessageState.Sending && entry.LeaseRemaining() == TimeSpan.Zero);
        return new(
            record.Id,
            unknown ? MessageState.Unknown : record.State,
            record.Route,
            record.Attempt,
            record.AcceptedAt,
            record.ExpiresAt,
            record.DueAt,
            record.ReplyTo,
            record.Notify,
            record.MessageId,
            record.Degradations,
            record.UnknownOutcomes,
            record.Failures);
    }
}
