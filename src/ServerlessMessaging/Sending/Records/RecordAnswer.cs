using ServerlessMessaging.Journal;
using ServerlessMessaging.Messages;

namespace ServerlessMessaging.Sending;

/// <summary>What became of a request, as a caller may see it.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="Status">Its state.</param>
/// <param name="Route">The route that the recipient chose.</param>
/// <param name="Attempt">The number of the last attempt.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="MessageId">Genesys' id of the message, once it is sent.</param>
/// <param name="Degradations">What the route could not show as it was asked.</param>
/// <param name="UnknownOutcomes">How often an answer of Genesys was lost, so that it may have been sent.</param>
/// <param name="Failures">The last attempts that did not end in a send, newest last.</param>
public sealed record RecordAnswer(
    string Id,
    SendState Status,
    SendRoute Route,
    int Attempt,
    DateTimeOffset AcceptedAt,
    string? MessageId,
    IReadOnlyList<string>? Degradations,
    int UnknownOutcomes,
    IReadOnlyList<FailedAttempt>? Failures)
{
    // Who looks must not wait for an owner that is gone, nor take for unsent what may have been sent.
    internal static RecordAnswer Of(JournalEntry entry)
    {
        var record = entry.Record;
        var unknown = record.MayHaveBeenSent || (record.State == SendState.Sending && entry.LeaseLeft == TimeSpan.Zero);
        return new(
            record.Id,
            unknown ? SendState.Unknown : record.State,
            record.Route,
            record.Attempt,
            record.AcceptedAt,
            record.MessageId,
            record.Degradations,
            record.UnknownOutcomes,
            record.Failures);
    }
}
