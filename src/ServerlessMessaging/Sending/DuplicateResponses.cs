using ServerlessMessaging.Records;

namespace ServerlessMessaging.Sending;

/// <summary>The responses to requests whose record another request owns: an earlier one of the same caller, or one that took the same id.</summary>
internal static class DuplicateResponses
{
    public static Problem PayloadMismatch { get; } = Problem.At(
        "/id", ErrorCodes.PayloadMismatch, "This id belongs to a request that says something else. Give every new request an id of its own, and repeat a request unchanged.");

    public static SendOutcome Create(Claim claim, SendLog log)
    {
        var record = claim.Record.Value;
        switch (claim.Decision)
        {
            case ClaimDecision.AlreadySent:
                log.Replayed(record.Id, record.State);
                return new Sent(SendResponse.From(record)) { Replayed = true };
            case ClaimDecision.AlreadyQueued:
                log.Replayed(record.Id, record.State);
                return new Accepted(SendResponse.From(record)) { Replayed = true };
            case ClaimDecision.InProgress:
                log.InProgress(record.Id);
                return Refuse(new(ErrorCodes.InProgress, "Another request with this id is being sent. Ask for its outcome with GET /api/messages/{id}, or come again when its time is over.")
                {
                    RetryAfter = claim.Record.LeaseRemaining(),
                });
            case ClaimDecision.PayloadMismatch:
                log.PayloadMismatch(record.Id);
                return Refuse(PayloadMismatch);
            case ClaimDecision.Cancelled:
                log.AlreadyCancelled(record.Id);
                return Refuse(new(ErrorCodes.Cancelled, "The request with this id was cancelled before it was sent. To send it all the same, give it a new id."));
            case ClaimDecision.Parked:
                log.Parked(record.Id);
                return Refuse(Parked);
            case ClaimDecision.Park:
                return Refuse(Parked);
            default:
                throw new UnreachableException($"{claim.Decision} is ours to send.");
        }

        NotSent Refuse(Problem problem) => new(problem with { Id = record.Id });
    }

    private static Problem Parked { get; } = new(
        ErrorCodes.Parked, "Nobody knows whether this request was sent, so it is not sent again. Look at the conversation; to send it all the same, replay its dead letter with force, or give it a new id.");
}
