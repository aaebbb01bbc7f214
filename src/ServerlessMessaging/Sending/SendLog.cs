using ServerlessMessaging.Genesys;
using ServerlessMessaging.Records;

namespace ServerlessMessaging.Sending;

/// <summary>One log event for each way a send can end. Never the message, the payload, the address or what Genesys said about them.</summary>
public sealed partial class SendLog(ILogger<MessageSender> logger)
{
    /// <summary>Logs a failed call by what it means.</summary>
    public void Failed(string id, GenesysFailure failure)
    {
        var retryAfter = failure.RetryAfter?.TotalSeconds;
        switch (failure.Kind)
        {
            case FailureKind.Refused:
                Refused(id, failure.Code.Code, failure.Status, failure.ContextId);
                break;
            case FailureKind.AccessFault when failure.Code == ErrorCodes.AccessForbidden:
                Forbidden(id, failure.Status, failure.ContextId);
                break;
            case FailureKind.AccessFault when failure.Code == ErrorCodes.AccessUnauthorized:
                Unauthorized(id, failure.Status, failure.ContextId);
                break;
            case FailureKind.AccessFault when failure.Code == ErrorCodes.LookUpRefused:
                LookUpRefused(id, failure.Status, failure.ContextId);
                break;
            case FailureKind.AccessFault:
                WithoutToken(id, failure.Code.Code, failure.Status, failure.ContextId);
                break;
            case FailureKind.RateLimited when failure.IsReservation:
                SlotAwaited(id, retryAfter);
                break;
            case FailureKind.RateLimited:
                RateLimited(id, retryAfter, failure.ContextId);
                break;
            case FailureKind.OutcomeUnknown:
                OutcomeUnknown(id, failure.Status, failure.Cause, failure.ContextId);
                break;
            case FailureKind.Unavailable when failure.Code == ErrorCodes.BreakerOpen:
                HeldBack(id, retryAfter);
                break;
            case FailureKind.Unavailable when failure.Code == ErrorCodes.OutOfTime:
                OutOfTime(id);
                break;
            default:
                Unavailable(id, failure.Status, failure.Cause, failure.ContextId);
                break;
        }
    }

    [LoggerMessage(EventIds.MessageSent, LogLevel.Information, "Request {Id} sent by route {Route}: message {MessageId}, correlation {CorrelationId}")]
    public partial void Sent(string id, SendRoute route, string? messageId, string? correlationId);

    [LoggerMessage(EventIds.DuplicateRequest, LogLevel.Information, "Request {Id} came before and is {State}; its answer is repeated")]
    public partial void Replayed(string id, MessageState state);

    [LoggerMessage(EventIds.RequestAlreadyCancelled, LogLevel.Information, "Request {Id} refused: it was cancelled")]
    public partial void AlreadyCancelled(string id);

    [LoggerMessage(EventIds.RequestAccepted, LogLevel.Information, "Request {Id} taken: a queue holds it")]
    public partial void Accepted(string id);

    [LoggerMessage(EventIds.RequestScheduled, LogLevel.Information, "Request {Id} taken: a queue holds it until {SendAt}")]
    public partial void Scheduled(string id, DateTimeOffset? sendAt);

    [LoggerMessage(EventIds.RequestDeferred, LogLevel.Warning, "Request {Id} deferred by {Code} after attempt {Attempt}, for {Delay} s")]
    public partial void Deferred(string id, string code, int attempt, double delay);

    [LoggerMessage(EventIds.RequestExpired, LogLevel.Error, "Request {Id} not sent: it expires at {ExpiresAt}, last held up by {Code}")]
    public partial void Expired(string id, DateTimeOffset expiresAt, string? code);

    [LoggerMessage(EventIds.RequestDropped, LogLevel.Information, "Request {Id} from queue {Queue} needs nothing more: {Decision}")]
    public partial void Dropped(string id, string? queue, ClaimDecision decision);

    [LoggerMessage(EventIds.RequestRequeued, LogLevel.Information, "Request {Id} put back for {Delay} s")]
    public partial void Requeued(string id, double delay);

    [LoggerMessage(EventIds.QueueUnavailable, LogLevel.Error, "Request {Id} cannot wait: no queue takes it ({Cause})")]
    public partial void QueueUnavailable(string id, string cause);

    [LoggerMessage(EventIds.IndexNotWritten, LogLevel.Error, "Request {Id}: the way back from Genesys' ids could not be written ({Cause}); a press of its buttons will not find it")]
    public partial void IndexNotWritten(string id, string cause);

    [LoggerMessage(EventIds.StatusEventNotPublished, LogLevel.Error, "Request {Id}: the bot flow that asked for it is not told that it is {State} ({Cause})")]
    public partial void StatusEventNotPublished(string id, MessageState state, string cause);

    [LoggerMessage(EventIds.RequestInProgress, LogLevel.Information, "Request {Id} is being sent already")]
    public partial void InProgress(string id);

    [LoggerMessage(EventIds.PayloadMismatch, LogLevel.Warning, "Request {Id} refused: its id belongs to another body")]
    public partial void PayloadMismatch(string id);

    [LoggerMessage(EventIds.RequestParked, LogLevel.Warning, "Request {Id} is parked: nobody knows whether it was sent")]
    public partial void Parked(string id);

    [LoggerMessage(EventIds.ResentAfterUnknownOutcome, LogLevel.Warning, "Request {Id} is sent again as attempt {Attempt}: an earlier attempt's outcome is unknown, so it may have been sent before")]
    public partial void ResentAsUnknown(string id, int attempt);

    [LoggerMessage(EventIds.OutcomeNotRecorded, LogLevel.Error, "Request {Id}: its outcome {State} could not be recorded ({Cause})")]
    public partial void OutcomeNotRecorded(string id, MessageState state, string cause);

    [LoggerMessage(EventIds.LeaseLost, LogLevel.Error, "Request {Id}: its lease ended before its outcome {State}, and somebody else took it over; it may have been sent twice")]
    public partial void LeaseLost(string id, MessageState state);

    [LoggerMessage(EventIds.SendFailedUnexpectedly, LogLevel.Error, "Request {Id}: sending failed unexpectedly")]
    public partial void Unexpected(string id, Exception exception);

    [LoggerMessage(EventIds.NotSentStorageUnavailable, LogLevel.Error, "Request {Id} not sent: the storage account cannot be used ({Cause})")]
    public partial void NotSentWithoutStorage(string id, string cause);

    [LoggerMessage(EventIds.MessageIdMissing, LogLevel.Warning, "Request {Id}: Genesys accepted the message and gave no id. If it happens to every message, check Genesys:ApiUrl and the route's path")]
    public partial void MessageIdMissing(string id);

    [LoggerMessage(EventIds.RecipientNotFound, LogLevel.Information, "Request {Id} not sent: nobody has the recipient's email address")]
    public partial void RecipientUnknown(string id);

    [LoggerMessage(EventIds.NotSentSecretUnavailable, LogLevel.Error, "Request {Id} not sent: the secret {SecretName} cannot be read")]
    public partial void NotSentWithoutSecret(string id, string secretName);

    [LoggerMessage(EventIds.MessageRefused, LogLevel.Warning, "Request {Id} refused by Genesys: {Code}, status {Status}, context {ContextId}")]
    private partial void Refused(string id, string code, int? status, string? contextId);

    [LoggerMessage(EventIds.PermissionMissing, LogLevel.Error, "Request {Id} not sent: the OAuth client lacks a scope or permission, status {Status}, context {ContextId}")]
    private partial void Forbidden(string id, int? status, string? contextId);

    [LoggerMessage(EventIds.FreshTokenRefused, LogLevel.Error, "Request {Id} not sent: Genesys refused a fresh access token, status {Status}, context {ContextId}")]
    private partial void Unauthorized(string id, int? status, string? contextId);

    [LoggerMessage(EventIds.NotSentTokenUnavailable, LogLevel.Error, "Request {Id} not sent: there is no access token, {Code}, status {Status}, context {ContextId}")]
    private partial void WithoutToken(string id, string code, int? status, string? contextId);

    [LoggerMessage(EventIds.UserLookupRefused, LogLevel.Error, "Request {Id} not sent: Genesys refused the look-up of the recipient, status {Status}, context {ContextId}")]
    private partial void LookUpRefused(string id, int? status, string? contextId);

    [LoggerMessage(EventIds.RateLimitSlotUnavailable, LogLevel.Information, "Request {Id} waits for room in the rate limit, which is expected in {RetryAfter} s")]
    private partial void SlotAwaited(string id, double? retryAfter);

    [LoggerMessage(EventIds.RateLimited, LogLevel.Warning, "Request {Id} not sent: rate limit used up, retry after {RetryAfter} s, context {ContextId}")]
    private partial void RateLimited(string id, double? retryAfter, string? contextId);

    [LoggerMessage(EventIds.OutcomeUnknown, LogLevel.Error, "Request {Id}: Genesys' answer was lost, sent or not is unknown, status {Status}, cause {Cause}, context {ContextId}")]
    private partial void OutcomeUnknown(string id, int? status, string? cause, string? contextId);

    [LoggerMessage(EventIds.NotSentBreakerOpen, LogLevel.Warning, "Request {Id} not sent: the breaker is open for {RetryAfter} s")]
    private partial void HeldBack(string id, double? retryAfter);

    [LoggerMessage(EventIds.TimeBudgetExceeded, LogLevel.Warning, "Request {Id} not sent: the time budget ended first")]
    private partial void OutOfTime(string id);

    [LoggerMessage(EventIds.GenesysUnavailable, LogLevel.Warning, "Request {Id} not sent: Genesys is not available, status {Status}, cause {Cause}, context {ContextId}")]
    private partial void Unavailable(string id, int? status, string? cause, string? contextId);
}
