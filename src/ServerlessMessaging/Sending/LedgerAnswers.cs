using ServerlessMessaging.Records;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending;

/// <summary>What a caller is told whose request is not his to send: his own earlier one, or somebody's.</summary>
internal static class LedgerAnswers
{
    public static Problem AnotherBody { get; } = Problem.At(
        "/id", ErrorCodes.AnotherBody, "This id belongs to a request that says something else. Give every new request an id of its own, and repeat a request unchanged.");

    public static SendOutcome Of(Claim claim, SendLog log)
    {
        var record = claim.Record.Value;
        switch (claim.Decision)
        {
            case ClaimDecision.AlreadySent:
                log.Replayed(record.Id, record.State);
                return new Sent(SendAnswer.Of(record)) { Replayed = true };
            case ClaimDecision.AlreadyQueued:
                log.Replayed(record.Id, record.State);
                return new TakenOver(SendAnswer.Of(record)) { Replayed = true };
            case ClaimDecision.InProgress:
                log.InProgress(record.Id);
                return Refuse(record, new(ErrorCodes.InProgress, "Another request with this id is being sent. Ask for its outcome with GET /api/messages/{id}, or come again when its time is over.")
                {
                    RetryAfter = claim.Record.LeaseRemaining(),
                });
            case ClaimDecision.PayloadMismatch:
                log.AnotherBody(record.Id);
                return Refuse(record, AnotherBody);
            case ClaimDecision.Cancelled:
                log.CancelledRepeated(record.Id);
                return Refuse(record, new(ErrorCodes.Cancelled, "The request with this id was cancelled before it was sent. To send it all the same, give it a new id."));
            case ClaimDecision.Park or ClaimDecision.Parked:
                log.Parked(record.Id);
                return Refuse(record, new(ErrorCodes.Parked, "Nobody knows whether this request was sent, so it is not sent again. Look at the conversation; to send it all the same, replay its dead letter with force, or give it a new id."));
            default:
                throw new UnreachableException($"{claim.Decision} is ours to send.");
        }
    }

    private static NotSent Refuse(MessageRecord record, Problem problem) => new(problem with { Id = record.Id });
}
