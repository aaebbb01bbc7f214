using ServerlessMessaging.Genesys;
using ServerlessMessaging.Records;

namespace ServerlessMessaging.Sending;

/// <summary>The log events of sends. None has message text, payload, address or an error message of Genesys.</summary>
public sealed partial class SendLog(ILogger<SendLog> logger)
{
    /// <summary>Logs a failed call by its kind.</summary>
    public void Failed(string id, GenesysFailure failure)
    {
        var retryAfter = failure.RetryAfter?.TotalSeconds;
        switch (failure.Kind)
        {
            case FailureKind.Refused:
                Refused(id, failure.Code.Code, failure.Status, failure.ContextId);
                break;
            case FailureKind.AccessFault when failure.Code == ErrorCodes.AccessForbidden:
                PermissionMissing(id, failure.Status, failure.ContextId);
                break;
            case FailureKind.AccessFault when failure.Code == ErrorCodes.AccessUnauthorized:
                TokenRefused(id, failure.Status, failure.ContextId);
                break;
            case FailureKind.AccessFault when failure.Code == ErrorCodes.LookUpRefused:
                LookUpRefused(id, failure.Status, failure.ContextId);
                break;
            case FailureKind.AccessFault:
                TokenUnavailable(id, failure.Code.Code, failure.Status, failure.ContextId);
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
                BreakerOpen(id, retryAfter);
                break;
            case FailureKind.Unavailable when failure.Code == ErrorCodes.OutOfTime:
                OutOfTime(id);
                break;
            default:
                Unavailable(id, failure.Status, failure.Cause, failure.ContextId);
                break;
        }
    }

    [LoggerMessage(EventIds.MessageSent, LogLevel.Information, "Request {Id} sent over route {Route}: Genesys message {MessageId}, correlation {CorrelationId}")]
    public partial void Sent(string id, SendRoute route, string? messageId, string? correlationId);

    [LoggerMessage(EventIds.DuplicateRequest, LogLevel.Information, "Request {Id} is a duplicate; its record is {State}, so the recorded response was returned and nothing was sent")]
    public partial void Duplicate(string id, MessageState state);

    [LoggerMessage(EventIds.RequestAlreadyCancelled, LogLevel.Information, "Request {Id} refused: a request with this id was cancelled; the caller must use a new id to send it")]
    public partial void AlreadyCancelled(string id);

    [LoggerMessage(EventIds.RequestAccepted, LogLevel.Information, "Request {Id} accepted; queue messages-deferred holds it until it is sent")]
    public partial void Accepted(string id);

    [LoggerMessage(EventIds.RequestScheduled, LogLevel.Information, "Request {Id} accepted; queue messages-deferred holds it until {SendAt}")]
    public partial void Scheduled(string id, DateTimeOffset? sendAt);

    [LoggerMessage(EventIds.RequestDeferred, LogLevel.Warning, "Request {Id} deferred: attempt {Attempt} failed with {Code}; next attempt in {Delay} s")]
    public partial void Deferred(string id, string code, int attempt, double delay);

    [LoggerMessage(EventIds.RequestExpired, LogLevel.Error, "Request {Id} not sent: no further attempt is possible before it expires at {ExpiresAt}, last error {Code}; if it is still wanted, replay its dead-letter message")]
    public partial void Expired(string id, DateTimeOffset expiresAt, string? code);

    [LoggerMessage(EventIds.RequestDropped, LogLevel.Information, "Request {Id} from queue {Queue} dropped: it needs no further attempt ({Decision})")]
    public partial void Dropped(string id, string? queue, ClaimDecision decision);

    [LoggerMessage(EventIds.RequestRequeued, LogLevel.Information, "Request {Id} requeued without an attempt; it is due again in {Delay} s")]
    public partial void Requeued(string id, double delay);

    [LoggerMessage(EventIds.QueueUnavailable, LogLevel.Error, "Request {Id} could not be written to queue messages-deferred ({Cause}); check GET /api/operator/health")]
    public partial void QueueUnavailable(string id, string cause);

    [LoggerMessage(EventIds.SendNotPrepared, LogLevel.Warning, "Request {Id} is being sent, but what recognises its message at the webhook could not be written ({Cause}); the message may reach a bot flow as one of another sender, or without original")]
    public partial void NotPrepared(string id, string cause);

    [LoggerMessage(EventIds.IndexNotWritten, LogLevel.Error, "Message {Id} was sent but its index entry could not be written ({Cause}); button presses on it will arrive without a request id")]
    public partial void IndexNotWritten(string id, string cause);

    [LoggerMessage(EventIds.StatusEventNotPublished, LogLevel.Error, "Request {Id} is {State}, but its status event could not be queued ({Cause}); the bot flow does not get it, the record has the state")]
    public partial void StatusEventNotPublished(string id, MessageState state, string cause);

    [LoggerMessage(EventIds.RequestInProgress, LogLevel.Information, "Request {Id} refused: another request with this id is being sent")]
    public partial void InProgress(string id);

    [LoggerMessage(EventIds.PayloadMismatch, LogLevel.Warning, "Request {Id} refused: its id belongs to a request with another body; the caller must use a new id")]
    public partial void PayloadMismatch(string id);

    [LoggerMessage(EventIds.RequestParked, LogLevel.Warning, "Request {Id} is parked: it is unknown whether it was sent; check the conversation, then replay its dead-letter message with force or purge it")]
    public partial void Parked(string id);

    [LoggerMessage(EventIds.DeadLetterNotWritten, LogLevel.Error, "Request {Id} may have been sent, but its dead-letter message could not be written ({Cause}); a repeat after its lease parks it or sends it again; check GET /api/operator/health")]
    public partial void DeadLetterNotWritten(string id, string cause);

    [LoggerMessage(EventIds.ResentAfterUnknownOutcome, LogLevel.Warning, "Request {Id} is sent again as attempt {Attempt}: the outcome of an earlier attempt is unknown, so the customer may get the message twice")]
    public partial void Resent(string id, int attempt);

    [LoggerMessage(EventIds.OutcomeNotRecorded, LogLevel.Error, "Request {Id} is {State}, but its record could not be written ({Cause}); when its lease ends, its outcome counts as unknown")]
    public partial void OutcomeNotRecorded(string id, MessageState state, string cause);

    [LoggerMessage(EventIds.LeaseLost, LogLevel.Error, "Request {Id} is {State}, but its lease had ended and another process had claimed it; the message may have been sent twice")]
    public partial void LeaseLost(string id, MessageState state);

    [LoggerMessage(EventIds.SendFailedUnexpectedly, LogLevel.Error, "Request {Id} failed with an unexpected exception; report it with its stack trace")]
    public partial void Unexpected(string id, Exception exception);

    [LoggerMessage(EventIds.NotSentStorageUnavailable, LogLevel.Error, "Request {Id} not sent: the storage account cannot be used ({Cause}); check GET /api/operator/health")]
    public partial void StorageUnavailable(string id, string cause);

    [LoggerMessage(EventIds.MessageIdMissing, LogLevel.Warning, "Request {Id} was accepted by Genesys without a message id, so receipts cannot be matched to it; if it happens to every message, check Genesys:ApiUrl and the path of the route")]
    public partial void MessageIdMissing(string id);

    [LoggerMessage(EventIds.RecipientNotFound, LogLevel.Information, "Request {Id} not sent: no Genesys user has the recipient's email address")]
    public partial void RecipientNotFound(string id);

    [LoggerMessage(EventIds.NotSentSecretUnavailable, LogLevel.Error, "Request {Id} not sent: secret {SecretName} cannot be read; check it in Key Vault, and the role of the app's identity")]
    public partial void SecretUnavailable(string id, string secretName);

    [LoggerMessage(EventIds.MessageRefused, LogLevel.Warning, "Request {Id} refused by Genesys: {Code}, status {Status}, context {ContextId}; docs/errors.md has the remedy for the code")]
    private partial void Refused(string id, string code, int? status, string? contextId);

    [LoggerMessage(EventIds.PermissionMissing, LogLevel.Error, "Request {Id} not sent: the OAuth client lacks a scope or permission (status {Status}, context {ContextId}); grant it in Genesys")]
    private partial void PermissionMissing(string id, int? status, string? contextId);

    [LoggerMessage(EventIds.FreshTokenRefused, LogLevel.Error, "Request {Id} not sent: Genesys refused a new access token (status {Status}, context {ContextId}); check Genesys:Region and the OAuth client")]
    private partial void TokenRefused(string id, int? status, string? contextId);

    [LoggerMessage(EventIds.NotSentTokenUnavailable, LogLevel.Error, "Request {Id} not sent: there is no access token ({Code}, status {Status}, context {ContextId}); check the OAuth client and its secret")]
    private partial void TokenUnavailable(string id, string code, int? status, string? contextId);

    [LoggerMessage(EventIds.UserLookupRefused, LogLevel.Error, "Request {Id} not sent: Genesys refused the user lookup (status {Status}, context {ContextId}); check Genesys:UserLookup and Genesys:Region")]
    private partial void LookUpRefused(string id, int? status, string? contextId);

    [LoggerMessage(EventIds.RateLimitSlotUnavailable, LogLevel.Information, "Request {Id} not sent yet: the rate limit of the OAuth client is used up; a slot is expected in {RetryAfter} s")]
    private partial void SlotAwaited(string id, double? retryAfter);

    [LoggerMessage(EventIds.RateLimited, LogLevel.Warning, "Request {Id} not sent yet: Genesys returned 429, context {ContextId}; it may be sent in {RetryAfter} s")]
    private partial void RateLimited(string id, double? retryAfter, string? contextId);

    [LoggerMessage(EventIds.OutcomeUnknown, LogLevel.Error, "Request {Id}: the response of Genesys was lost, so it is unknown whether the message was sent (status {Status}, cause {Cause}, context {ContextId})")]
    private partial void OutcomeUnknown(string id, int? status, string? cause, string? contextId);

    [LoggerMessage(EventIds.NotSentBreakerOpen, LogLevel.Warning, "Request {Id} not sent: the circuit breaker of Genesys is open for {RetryAfter} s")]
    private partial void BreakerOpen(string id, double? retryAfter);

    [LoggerMessage(EventIds.TimeBudgetExceeded, LogLevel.Warning, "Request {Id} not sent: its time budget ended before the message could be posted")]
    private partial void OutOfTime(string id);

    [LoggerMessage(EventIds.GenesysUnavailable, LogLevel.Warning, "Request {Id} not sent: Genesys is not available (status {Status}, cause {Cause}, context {ContextId})")]
    private partial void Unavailable(string id, int? status, string? cause, string? contextId);
}
