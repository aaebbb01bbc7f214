using ServerlessMessaging.Records;

namespace ServerlessMessaging.Sending;

/// <summary>The state of a request, for callers.</summary>
/// <param name="Route">The route that the recipient selects.</param>
/// <param name="Attempt">The number of the last attempt.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="ExpiresAt">When it expires.</param>
/// <param name="DueAt">When the next attempt is due, while a queue holds it.</param>
/// <param name="ReplyTo">The bot flow that gets the presses.</param>
/// <param name="Notify">Whether the bot flow also gets status events.</param>
/// <param name="MessageId">Genesys' id of the message, once it is sent.</param>
/// <param name="Degradations">What the route could not show.</param>
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
    // After the lease the owner has died: the state must neither stay "sending" nor say that it was not sent.
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
