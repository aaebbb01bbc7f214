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
/// <param name="UnknownOutcomes">How often an attempt may have sent it: the response of Genesys was lost, or its process died.</param>
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
    internal static MessageStatusResponse From(Versioned<MessageRecord> entry)
    {
        var record = entry.Value;
        return new(
            record.Id,
            MessageSummary.From(entry).Status,
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
