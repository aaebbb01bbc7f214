namespace ServerlessMessaging.Telemetry;

/// <summary>
/// The id of every log event, unique over the application: alerts and queries name them.
/// 1xxx requests, 2xxx Genesys, 3xxx idempotency, 4xxx ourselves, as the error codes.
/// </summary>
public static partial class EventIds
{
    /// <summary>Genesys accepted a message.</summary>
    public const int MessageSent = 1001;

    /// <summary>Genesys accepted a message without giving its id.</summary>
    public const int MessageIdMissing = 1002;

    /// <summary>A queue holds a request that came by HTTP.</summary>
    public const int RequestTaken = 1003;

    /// <summary>A request waits for its <c>sendAt</c>.</summary>
    public const int RequestScheduled = 1004;

    /// <summary>A request could not be sent yet and waits for its next attempt.</summary>
    public const int RequestDeferred = 1005;

    /// <summary>A request was called off.</summary>
    public const int RequestCancelled = 1006;

    /// <summary>A queue brought a request that needs nothing more.</summary>
    public const int RequestDropped = 1007;

    /// <summary>A queue message was put back untouched, for later.</summary>
    public const int RequestPutBack = 1008;

    /// <summary>A request was not of the contract's shape.</summary>
    public const int RequestMalformed = 1101;

    /// <summary>A request broke rules.</summary>
    public const int RulesBroken = 1102;

    /// <summary>A request came with a content type that is not JSON in UTF-8.</summary>
    public const int ContentTypeRefused = 1103;

    /// <summary>A request's body was above the limit.</summary>
    public const int BodyTooLarge = 1104;

    /// <summary>The Idempotency-Key header was malformed or differed from the id.</summary>
    public const int IdempotencyKeyRefused = 1105;

    /// <summary>A request's body ended early or came too slowly.</summary>
    public const int BodyIncomplete = 1106;

    /// <summary>A message was rendered for a preview.</summary>
    public const int MessagePreviewed = 1201;

    /// <summary>A request to preview was not of the contract's shape.</summary>
    public const int PreviewMalformed = 1202;

    /// <summary>A batch was answered.</summary>
    public const int BatchAnswered = 1301;

    /// <summary>The body of a batch was no list of requests.</summary>
    public const int BatchMalformed = 1302;

    /// <summary>Something could not be brought to its end and was set aside.</summary>
    public const int DeadLettered = 1401;

    /// <summary>A dead letter was put on its way again, or the reason why not was told.</summary>
    public const int DeadLetterReplayed = 1402;

    /// <summary>A dead letter was deleted.</summary>
    public const int DeadLetterPurged = 1403;

    /// <summary>A query of dead letters cannot be used.</summary>
    public const int DeadLetterQueryRefused = 1404;

    /// <summary>Nobody in the organisation has the recipient's email address.</summary>
    public const int RecipientUnknown = 2001;

    /// <summary>Genesys refused a message.</summary>
    public const int MessageRefused = 2002;

    /// <summary>Genesys gave a new access token.</summary>
    public const int AccessTokenFetched = 2100;

    /// <summary>The token endpoint refused our OAuth client.</summary>
    public const int AccessTokenRefused = 2101;

    /// <summary>The API refused a fresh access token.</summary>
    public const int AccessUnauthorized = 2102;

    /// <summary>Our OAuth client lacks a scope or permission.</summary>
    public const int AccessForbidden = 2103;

    /// <summary>An access token was dropped because the API refused it.</summary>
    public const int AccessTokenDropped = 2104;

    /// <summary>A message could not be sent because Genesys gives us no access token.</summary>
    public const int NotSentWithoutToken = 2105;

    /// <summary>Genesys refused the look-up of a recipient.</summary>
    public const int LookUpRefused = 2106;

    /// <summary>An OAuth client cannot be used; another one makes its calls for a while.</summary>
    public const int ClientPassedOver = 2107;

    /// <summary>Genesys answered 429.</summary>
    public const int RateLimited = 2201;

    /// <summary>Genesys could not be reached or answered with a server error.</summary>
    public const int GenesysUnavailable = 2202;

    /// <summary>A call was held back by the open breaker.</summary>
    public const int CallHeldBack = 2203;

    /// <summary>Genesys' answer was lost; sent or not, nobody knows.</summary>
    public const int OutcomeUnknown = 2204;

    /// <summary>A call is repeated.</summary>
    public const int CallRepeated = 2205;

    /// <summary>The circuit breaker opened.</summary>
    public const int BreakerOpened = 2206;

    /// <summary>The circuit breaker closed.</summary>
    public const int BreakerClosed = 2207;

    /// <summary>A call failed, once: its answer's id, whatever becomes of the call after that.</summary>
    public const int CallFailed = 2208;

    /// <summary>Genesys refused a call for its rate; its OAuth client makes none for a while.</summary>
    public const int CallsStopped = 2209;

    /// <summary>Genesys asks for a wait that is longer than everybody is stopped for.</summary>
    public const int StopTooLong = 2210;

    /// <summary>A request waits for its slot in the rate limit.</summary>
    public const int SlotReserved = 2211;

    /// <summary>A request that was sent before is answered from its record.</summary>
    public const int RequestReplayed = 3001;

    /// <summary>A request came while another one with its id is being sent.</summary>
    public const int RequestInProgress = 3002;

    /// <summary>An id was used for another body.</summary>
    public const int AnotherBody = 3003;

    /// <summary>A request came whose record is parked.</summary>
    public const int RequestParked = 3004;

    /// <summary>A request is sent again after its owner died while sending; it may have been sent before.</summary>
    public const int ResentAsUnknown = 3005;

    /// <summary>Somebody asked for a request that is not remembered.</summary>
    public const int RequestNotFound = 3006;

    /// <summary>A request's time ended before it could be sent.</summary>
    public const int RequestExpired = 3007;

    /// <summary>A request came whose record is cancelled.</summary>
    public const int CancelledRequestRepeated = 3008;

    /// <summary>A request could not be called off.</summary>
    public const int CancelRefused = 3009;

    /// <summary>A secret cannot be read.</summary>
    public const int SecretUnavailable = 4001;

    /// <summary>A secret cannot be read; its last good value goes on serving.</summary>
    public const int SecretServedFromLastGood = 4002;

    /// <summary>A message could not be sent because a secret was unavailable.</summary>
    public const int NotSentWithoutSecret = 4003;

    /// <summary>The time budget ended before anything was sent.</summary>
    public const int OutOfTime = 4004;

    /// <summary>The storage account cannot be used.</summary>
    public const int StorageUnusable = 4005;

    /// <summary>A send's outcome could not be written into its record.</summary>
    public const int OutcomeNotRecorded = 4006;

    /// <summary>A request could not be claimed, because the storage account cannot be used.</summary>
    public const int NotSentWithoutStorage = 4007;

    /// <summary>Invocations were under way when the host's time to stop ended.</summary>
    public const int InvocationsAbandoned = 4008;

    /// <summary>A lease ended before the outcome was recorded, and somebody else took the request over.</summary>
    public const int RequestTakenOver = 4009;

    /// <summary>A record could not be read for a caller who asked for it.</summary>
    public const int RecordUnavailable = 4010;

    /// <summary>A send failed with an exception that nobody foresaw.</summary>
    public const int SendFailedUnexpectedly = 4011;

    /// <summary>Queues and containers could not be looked after at the start.</summary>
    public const int StorageNotPrepared = 4012;

    /// <summary>The way from Genesys' ids back to a request could not be written.</summary>
    public const int IndexNotWritten = 4013;

    /// <summary>A queue message failed in its last delivery.</summary>
    public const int LastDeliveryFailed = 4014;

    /// <summary>A queue could not take what should wait on it.</summary>
    public const int QueueUnavailable = 4015;

    /// <summary>Dead letters cannot be read or changed.</summary>
    public const int DeadLettersUnavailable = 4016;

    /// <summary>A request of a batch failed with an exception that nobody foresaw.</summary>
    public const int BatchItemFailedUnexpectedly = 4017;

    /// <summary>The versions of a secret cannot be read.</summary>
    public const int SecretVersionsUnavailable = 4018;

    /// <summary>The versions of a secret cannot be read; the last good ones go on serving.</summary>
    public const int SecretVersionsServedFromLastGood = 4019;

    /// <summary>How many messages a queue holds, and how old the oldest is.</summary>
    public const int QueueMeasured = 4020;

    /// <summary>Queues could not be measured.</summary>
    public const int QueuesNotMeasured = 4021;

    /// <summary>A secret expires soon, or has.</summary>
    public const int SecretExpires = 4022;

    /// <summary>A message's row in the list by time could not be written.</summary>
    public const int MessageNotListed = 4023;

    /// <summary>The list of messages cannot be read.</summary>
    public const int MessageListUnavailable = 4024;

    /// <summary>What the retention deleted from a table.</summary>
    public const int ExpiredRowsDeleted = 4025;

    /// <summary>The retention of a table could not finish.</summary>
    public const int RetentionIncomplete = 4026;

    /// <summary>An exception that nobody foresaw.</summary>
    public const int Unexpected = 4099;
}
