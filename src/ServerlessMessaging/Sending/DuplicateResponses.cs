using ServerlessMessaging.Records;

namespace ServerlessMessaging.Sending;

/// <summary>The responses to requests whose id has a record already: of an earlier call, or of another request with the same id.</summary>
internal static class DuplicateResponses
{
    public static Problem PayloadMismatch { get; } = Problem.At(
        "/id", ErrorCodes.PayloadMismatch, "This id belongs to a request with another body. Give every new request an id of its own, and repeat a request unchanged.");

    public static SendOutcome Create(Claim claim, SendLog log)
    {
        var record = claim.Record.Value;
        switch (claim.Decision)
        {
            case ClaimDecision.AlreadySent:
                log.Duplicate(record.Id, record.State);
                return new Sent(SendResponse.From(record)) { Replayed = true };
            case ClaimDecision.AlreadyQueued:
                log.Duplicate(record.Id, record.State);
                return new Accepted(SendResponse.From(record)) { Replayed = true };
            case ClaimDecision.InProgress:
                log.InProgress(record.Id);
                return Refuse(new(ErrorCodes.InProgress, "Another request with this id is being sent. Get its outcome with GET /api/messages/{id}, or try again after Retry-After.")
                {
                    RetryAfter = claim.Record.LeaseRemaining(),
                });
            case ClaimDecision.PayloadMismatch:
                log.PayloadMismatch(record.Id);
                return Refuse(PayloadMismatch);
            case ClaimDecision.Cancelled:
                log.AlreadyCancelled(record.Id);
                return Refuse(new(ErrorCodes.Cancelled, "The request with this id was cancelled before it was sent. To send it, use a new id."));
            case ClaimDecision.Parked:
                log.Parked(record.Id);
                return Refuse(Parked);
            case ClaimDecision.Park:
                return Refuse(Parked);
            default:
                throw new UnreachableException($"{claim.Decision} is not a duplicate.");
        }

        NotSent Refuse(Problem problem) => new(problem with { Id = record.Id });
    }

    private static Problem Parked { get; } = new(
        ErrorCodes.Parked, "It is unknown whether this request was sent, so it is not sent again. Check the conversation; to send it again, replay its dead-letter message with force, or use a new id.");
}
