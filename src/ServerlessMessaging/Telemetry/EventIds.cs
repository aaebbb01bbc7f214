namespace ServerlessMessaging.Telemetry;

/// <summary>
/// The id of every log event, unique over the application: alerts and queries name them.
/// 1xxx requests, 2xxx Genesys, 3xxx idempotency, 4xxx the application itself, as the error codes.
/// </summary>
public static class EventIds
{
    // 10xx: sending.
    public const int MessageSent = 1001;
    public const int MessageIdMissing = 1002;
    public const int RequestAccepted = 1003; // from HTTP onto a queue
    public const int RequestScheduled = 1004;
    public const int RequestDeferred = 1005;
    public const int RequestCancelled = 1006;
    public const int RequestDropped = 1007; // a queue delivered a request that needs nothing more
    public const int RequestRequeued = 1008; // a queue message was requeued untouched

    // 11xx: requests that cannot be used.
    public const int RequestMalformed = 1101;
    public const int RulesBroken = 1102;
    public const int ContentTypeRefused = 1103;
    public const int BodyTooLarge = 1104;
    public const int IdempotencyKeyRefused = 1105;
    public const int BodyIncomplete = 1106;

    // 12xx: previews. 13xx: batches. 14xx: dead letters.
    public const int MessagePreviewed = 1201;
    public const int PreviewMalformed = 1202;
    public const int BatchCompleted = 1301;
    public const int BatchMalformed = 1302;
    public const int DeadLettered = 1401;
    public const int DeadLetterReplayed = 1402;
    public const int DeadLetterPurged = 1403;
    public const int DeadLetterQueryRefused = 1404;

    // 20xx: what Genesys refuses. 21xx: its access.
    public const int RecipientUnknown = 2001;
    public const int MessageRefused = 2002;
    public const int AccessTokenFetched = 2100;
    public const int AccessTokenRefused = 2101; // the token endpoint refused the OAuth client
    public const int AccessUnauthorized = 2102; // the API refused a fresh access token
    public const int AccessForbidden = 2103; // the OAuth client lacks a scope or permission
    public const int AccessTokenDropped = 2104; // the API refused an access token, so it is fetched anew
    public const int NotSentWithoutToken = 2105;
    public const int LookUpRefused = 2106;
    public const int ClientUnhealthy = 2107; // an OAuth client cannot be used; another one makes its calls for a while

    // 22xx: calls to Genesys.
    public const int RateLimited = 2201;
    public const int GenesysUnavailable = 2202;
    public const int BreakerRefusedCall = 2203; // the circuit breaker is open
    public const int OutcomeUnknown = 2204;
    public const int CallRetried = 2205;
    public const int BreakerOpened = 2206;
    public const int BreakerClosed = 2207;
    public const int CallFailed = 2208; // one attempt failed; another may follow
    public const int ClientPaused = 2209; // a call was refused for its rate; its OAuth client makes none for a while
    public const int LongRateLimit = 2210; // Genesys asks for a wait that is longer than calls are ever stopped for
    public const int SlotAwaited = 2211;

    // 23xx: webhooks of Genesys.
    public const int WebhookReceived = 2301;
    public const int WebhookRefused = 2302; // the signature is missing, malformed or of another secret
    public const int WebhookNotVerified = 2303; // a secret cannot be read
    public const int WebhookNotQueued = 2304; // no queue takes it
    public const int WebhookTooLarge = 2305;
    public const int WebhookIncomplete = 2306;
    public const int WebhookWithoutEvent = 2307; // it holds nothing for a bot flow, such as typing
    public const int ReceiptRecorded = 2308;
    public const int ReceiptWithoutRequest = 2309;

    // 30xx: repeated requests.
    public const int DuplicateRequest = 3001; // the response comes from the record of an earlier send
    public const int RequestInProgress = 3002;
    public const int PayloadMismatch = 3003;
    public const int RequestParked = 3004;
    public const int ResentAsUnknown = 3005; // the owner died while sending; the message may have been sent before
    public const int RequestNotFound = 3006;
    public const int RequestExpired = 3007;
    public const int RequestAlreadyCancelled = 3008;
    public const int CancelRefused = 3009;

    // 40xx: secrets, storage, queues, faults.
    public const int SecretUnavailable = 4001;
    public const int SecretServedFromLastGood = 4002;
    public const int NotSentWithoutSecret = 4003;
    public const int OutOfTime = 4004; // the time budget ended before anything was sent
    public const int StorageUnusable = 4005;
    public const int OutcomeNotRecorded = 4006;
    public const int NotSentWithoutStorage = 4007;
    public const int InvocationsAbandoned = 4008; // the host's time to stop ended first
    public const int LeaseLost = 4009; // a lease ended before the outcome was recorded, and another owner claimed the request
    public const int RecordUnavailable = 4010;
    public const int SendFailedUnexpectedly = 4011;
    public const int StorageNotPrepared = 4012;
    public const int IndexNotWritten = 4013;
    public const int LastDeliveryFailed = 4014;
    public const int QueueUnavailable = 4015;
    public const int DeadLettersUnavailable = 4016;
    public const int BatchItemFailedUnexpectedly = 4017;
    public const int SecretVersionsUnavailable = 4018;
    public const int SecretVersionsServedFromLastGood = 4019;
    public const int QueueMeasured = 4020;
    public const int QueuesNotMeasured = 4021;
    public const int SecretExpires = 4022;
    public const int MessageNotListed = 4023; // a row in the list by time could not be written
    public const int MessageListUnavailable = 4024;
    public const int ExpiredRowsDeleted = 4025;
    public const int RetentionIncomplete = 4026;
    public const int Unexpected = 4099;

    // 41xx: bot flows, their events and replies.
    public const int CallbackDelivered = 4101;
    public const int CallbackDeliveryFailed = 4102;
    public const int CallbackDeadLettered = 4103; // an event was dead-lettered
    public const int CallbackDropped = 4104; // a queue delivered a callback that needs nothing more
    public const int CallbackRequeued = 4105; // a callback was requeued untouched
    public const int CallbackWithoutStorage = 4106;
    public const int BotFlowSecretUnusable = 4107;
    public const int ReplyAccepted = 4108; // the reply to the customer is on a queue
    public const int DuplicateReply = 4109; // the first reply to the event counts
    public const int ReplyRefused = 4110;
    public const int StatusEventNotPublished = 4111; // a status event could not be published
    public const int CallbackNotRecorded = 4112;
    public const int ReplyIgnored = 4113; // the event cannot be replied to
}
