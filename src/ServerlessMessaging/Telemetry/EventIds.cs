namespace ServerlessMessaging.Telemetry;

/// <summary>
/// The id of every log event, unique over the application: alerts and queries name them, docs/operations.md says what to do.
/// 11xxx requests, 12xxx Genesys, 13xxx idempotency, 14xxx the application itself. No id is the number of an error code.
/// </summary>
public static class EventIds
{
    // 110xx: sending.
    public const int MessageSent = 11001;
    public const int MessageIdMissing = 11002;
    public const int RequestAccepted = 11003; // a queue holds it
    public const int RequestScheduled = 11004;
    public const int RequestDeferred = 11005;
    public const int RequestCancelled = 11006;
    public const int RequestDropped = 11007; // a queue delivered a request that is settled already
    public const int RequestRequeued = 11008; // a queue message was requeued without an attempt

    // 111xx: invalid requests.
    public const int RequestMalformed = 11101;
    public const int RequestInvalid = 11102;
    public const int ContentTypeRefused = 11103;
    public const int BodyTooLarge = 11104;
    public const int IdempotencyKeyRefused = 11105;
    public const int BodyIncomplete = 11106;

    // 112xx: previews. 113xx: batches. 114xx: dead-letter messages.
    public const int MessagePreviewed = 11201;
    public const int PreviewMalformed = 11202;
    public const int BatchCompleted = 11301;
    public const int BatchMalformed = 11302;
    public const int DeadLettered = 11401;
    public const int DeadLetterReplayed = 11402;
    public const int DeadLetterPurged = 11403;
    public const int DeadLetterQueryRefused = 11404;
    public const int DeadLetterNotWritten = 11405; // of a request that may have been sent

    // 120xx: refusals of Genesys. 121xx: access to Genesys.
    public const int RecipientNotFound = 12001;
    public const int MessageRefused = 12002;
    public const int AccessTokenFetched = 12100;
    public const int AccessTokenRefused = 12101; // the token endpoint refused the OAuth client
    public const int FreshTokenRefused = 12102; // the API refused a fresh access token
    public const int PermissionMissing = 12103; // the OAuth client lacks a scope or permission
    public const int AccessTokenDiscarded = 12104; // the API refused an access token, so it is fetched anew
    public const int NotSentTokenUnavailable = 12105;
    public const int UserLookupRefused = 12106;
    public const int ClientUnhealthy = 12107; // an OAuth client cannot be used; another one makes its calls for 30 s
    public const int AnotherOrganization = 12108; // an OAuth client belongs to another organisation than the configured one
    public const int OrganizationUnknown = 12109; // the organisation of an OAuth client cannot be compared

    // 122xx: calls to Genesys.
    public const int RateLimited = 12201;
    public const int GenesysUnavailable = 12202;
    public const int NotSentBreakerOpen = 12203; // the circuit breaker is open
    public const int OutcomeUnknown = 12204;
    public const int GenesysCallRetried = 12205;
    public const int BreakerOpened = 12206;
    public const int BreakerClosed = 12207;
    public const int GenesysCallFailed = 12208; // one attempt failed; another may follow
    public const int ClientPaused = 12209; // 429: the OAuth client makes no calls until its Retry-After ends
    public const int LongRetryAfter = 12210; // 429 with a Retry-After above 180 s
    public const int RateLimitSlotUnavailable = 12211; // the rate limit allows no call within the time of the request

    // 123xx: webhooks of Genesys.
    public const int WebhookReceived = 12301;
    public const int WebhookRefused = 12302; // the signature is missing, malformed or of another secret
    public const int WebhookNotVerified = 12303; // a secret cannot be read
    public const int WebhookNotQueued = 12304; // the queue callbacks cannot be written
    public const int WebhookTooLarge = 12305;
    public const int WebhookIncomplete = 12306;
    public const int WebhookIgnored = 12307; // it holds nothing for a bot flow, such as typing
    public const int ReceiptRecorded = 12308;
    public const int ReceiptNotFinal = 12310; // a failure after which another receipt may come
    public const int ReceiptNotMatched = 12309; // no request of the application has this message
    public const int OwnMessageRecognised = 12312; // Genesys posted a message of the application, and no bot flow gets it

    // 130xx: repeated requests.
    public const int DuplicateRequest = 13001; // the response comes from the record of an earlier send
    public const int RequestInProgress = 13002;
    public const int PayloadMismatch = 13003;
    public const int RequestParked = 13004;
    public const int ResentAfterUnknownOutcome = 13005; // an earlier attempt may have sent the message
    public const int RequestNotFound = 13006;
    public const int RequestExpired = 13007;
    public const int RequestAlreadyCancelled = 13008;
    public const int CancelRefused = 13009;

    // 140xx: secrets, storage, queues, faults.
    public const int SecretUnavailable = 14001;
    public const int LastGoodSecretUsed = 14002;
    public const int NotSentSecretUnavailable = 14003;
    public const int TimeBudgetExceeded = 14004; // the time budget ended before anything was sent
    public const int StorageUnavailable = 14005;
    public const int OutcomeNotRecorded = 14006;
    public const int NotSentStorageUnavailable = 14007;
    public const int InvocationsAbandoned = 14008; // the host's time to stop ended before they did
    public const int LeaseLost = 14009; // a lease ended before the outcome was recorded, and another owner claimed the request
    public const int RecordUnavailable = 14010;
    public const int SendFailedUnexpectedly = 14011;
    public const int StorageCreationFailed = 14012;
    public const int IndexNotWritten = 14013;
    public const int LastDeliveryFailed = 14014;
    public const int QueueUnavailable = 14015;
    public const int DeadLettersUnavailable = 14016;
    public const int BatchItemFailedUnexpectedly = 14017;
    public const int SecretVersionsUnavailable = 14018;
    public const int LastGoodSecretVersionsUsed = 14019;
    public const int QueueMeasured = 14020;
    public const int QueuesNotMeasured = 14021;
    public const int SecretExpires = 14022;
    public const int ListRowNotWritten = 14023; // a row in the list by time could not be written
    public const int MessageListUnavailable = 14024;
    public const int ExpiredRowsDeleted = 14025;
    public const int RetentionIncomplete = 14026;
    public const int PoisonMessageReturned = 14027;
    public const int ContentsDeleted = 14031; // kept messages of requests were deleted
    public const int ContentsNotDeleted = 14032;
    public const int SendNotPrepared = 14033; // what recognises an own message at the webhook could not be written
    public const int SecretFormUnexpected = 14030; // white space, quotes or invisible characters are around a secret
    public const int FunctionFailedUnexpectedly = 14099;

    // 141xx: bot flows, their events and replies.
    public const int CallbackDelivered = 14101;
    public const int CallbackDeliveryFailed = 14102;
    public const int CallbackDeadLettered = 14103; // an event became a dead-letter message
    public const int CallbackDropped = 14104; // a queue delivered a callback that is settled already
    public const int CallbackRequeued = 14105; // a callback was requeued without an attempt
    public const int CallbackStorageUnavailable = 14106;
    public const int BotFlowSecretInvalid = 14107;
    public const int ReplyAccepted = 14108; // the reply to the customer is on a queue
    public const int DuplicateReply = 14109; // the first reply to the event counts
    public const int ReplyRefused = 14110;
    public const int StatusEventNotPublished = 14111;
    public const int CallbackNotRecorded = 14112;
    public const int ReplyIgnored = 14113; // the event cannot be replied to
    public const int TypingDropped = 14120; // a typing indicator is of use only at once
}
