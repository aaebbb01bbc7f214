using System.Reflection;

namespace ServerlessMessaging.Contract;

/// <summary>A stable, documented reason why something was refused or failed. Its page is docs/errors.md.</summary>
/// <param name="Code"><c>SM</c> and four digits: 1 the request, 2 Genesys, 3 idempotency and time, 4 ourselves.</param>
/// <param name="Status">The HTTP status of a problem that carries this code.</param>
/// <param name="Title">One short sentence, the same for every occurrence.</param>
public sealed record ErrorCode(string Code, int Status, string Title)
{
    /// <inheritdoc/>
    public override string ToString() => Code;
}

/// <summary>Every error code there is. docs/errors.md has a section for each; a test holds both together.</summary>
public static class ErrorCodes
{
    /// <summary>The body is not JSON.</summary>
    public static readonly ErrorCode NotJson = new("SM1001", 400, "The body is not valid JSON.");

    /// <summary>A member that the contract does not know.</summary>
    public static readonly ErrorCode UnknownMember = new("SM1002", 400, "The request has an unknown member.");

    /// <summary>The same member twice in one object.</summary>
    public static readonly ErrorCode DuplicateMember = new("SM1003", 400, "The request has a member twice.");

    /// <summary>A member with another JSON type than the contract's.</summary>
    public static readonly ErrorCode WrongType = new("SM1004", 400, "A member has the wrong JSON type.");

    /// <summary>More than 32 levels of objects and arrays.</summary>
    public static readonly ErrorCode TooDeep = new("SM1005", 400, "The request is nested too deeply.");

    /// <summary>A string that is not valid Unicode text, or holds the NUL character.</summary>
    public static readonly ErrorCode InvalidText = new("SM1006", 400, "A string is not valid text.");

    /// <summary>Header and member name two different ids, or the header is not a valid id.</summary>
    public static readonly ErrorCode IdempotencyKeyInvalid = new("SM1007", 400, "The Idempotency-Key header cannot be used.");

    /// <summary>A content type other than JSON in UTF-8.</summary>
    public static readonly ErrorCode UnsupportedContentType = new("SM1008", 415, "The content type is not supported.");

    /// <summary>A body above the limit.</summary>
    public static readonly ErrorCode BodyTooLarge = new("SM1009", 413, "The body is too large.");

    /// <summary>The body ended before it was complete, or came too slowly.</summary>
    public static readonly ErrorCode BodyIncomplete = new("SM1010", 400, "The body did not arrive completely.");

    /// <summary>The body of a batch is not an array of 1 to 100 requests.</summary>
    public static readonly ErrorCode BatchMalformed = new("SM1011", 400, "A batch is an array of 1 to 100 requests.");

    /// <summary>The query of a dead-letter operation cannot be used.</summary>
    public static readonly ErrorCode FilterInvalid = new("SM1012", 400, "The query cannot be used.");

    /// <summary>One or more rules are broken; <c>errors[]</c> names each.</summary>
    public static readonly ErrorCode RulesBroken = new("SM1100", 422, "The request breaks a rule.");

    /// <summary>A required member is missing or empty.</summary>
    public static readonly ErrorCode Required = new("SM1101", 422, "A required member is missing or empty.");

    /// <summary>A message type that does not exist.</summary>
    public static readonly ErrorCode UnknownMessageType = new("SM1102", 422, "The message type is unknown.");

    /// <summary>An action type that does not exist.</summary>
    public static readonly ErrorCode UnknownActionType = new("SM1103", 422, "The action type is unknown.");

    /// <summary>A card type other than <c>basic</c>.</summary>
    public static readonly ErrorCode UnknownCardType = new("SM1104", 422, "The card type is unknown.");

    /// <summary>No recipient, or more than one.</summary>
    public static readonly ErrorCode OneRecipient = new("SM1105", 422, "A request has exactly one recipient.");

    /// <summary>A recipient whose value cannot be one.</summary>
    public static readonly ErrorCode RecipientMalformed = new("SM1106", 422, "The recipient is malformed.");

    /// <summary>An id outside the pattern.</summary>
    public static readonly ErrorCode IdMalformed = new("SM1107", 422, "The id is malformed.");

    /// <summary>A payload above the limit.</summary>
    public static readonly ErrorCode PayloadTooLong = new("SM1108", 422, "A payload is too long.");

    /// <summary>A text, title or label above the limit.</summary>
    public static readonly ErrorCode TextTooLong = new("SM1109", 422, "A text is too long.");

    /// <summary>Too many actions, replies or cards.</summary>
    public static readonly ErrorCode TooMany = new("SM1110", 422, "A list has too many items.");

    /// <summary>Too few replies or cards.</summary>
    public static readonly ErrorCode TooFew = new("SM1111", 422, "A list has too few items.");

    /// <summary>A URL that is not absolute https.</summary>
    public static readonly ErrorCode UrlNotHttps = new("SM1112", 422, "A URL is not an absolute https URL.");

    /// <summary>No user of the organisation has the address.</summary>
    public static readonly ErrorCode NobodyHasEmail = new("SM2001", 422, "Nobody has this email address.");

    /// <summary>Genesys: the card type is invalid.</summary>
    public static readonly ErrorCode GenesysInvalidCardType = new("SM2002", 422, "Genesys refused the card type.");

    /// <summary>Genesys: the template is invalid.</summary>
    public static readonly ErrorCode GenesysInvalidTemplate = new("SM2003", 422, "Genesys refused the template.");

    /// <summary>Genesys: the channel or conversation does not exist.</summary>
    public static readonly ErrorCode GenesysChannelNotFound = new("SM2004", 422, "Genesys does not know the channel or conversation.");

    /// <summary>Genesys: the payload or body is too large.</summary>
    public static readonly ErrorCode GenesysPayloadTooLarge = new("SM2005", 422, "Genesys found the payload too large.");

    /// <summary>Genesys: the channel's 24 hours are over.</summary>
    public static readonly ErrorCode GenesysWindowClosed = new("SM2006", 422, "The channel's 24-hour window is closed.");

    /// <summary>Genesys refused the message for another reason.</summary>
    public static readonly ErrorCode GenesysRefused = new("SM2007", 422, "Genesys refused the message.");

    /// <summary>Genesys took a message and reported later that it failed.</summary>
    public static readonly ErrorCode DeliveryFailed = new("SM2008", 422, "Genesys could not deliver the message.");

    /// <summary>The token endpoint refused our OAuth client.</summary>
    public static readonly ErrorCode TokenRefused = new("SM2101", 503, "Genesys refused our OAuth client.");

    /// <summary>The API refused a fresh token.</summary>
    public static readonly ErrorCode AccessUnauthorized = new("SM2102", 503, "Genesys refused our access token.");

    /// <summary>The OAuth client lacks a scope or permission.</summary>
    public static readonly ErrorCode AccessForbidden = new("SM2103", 503, "Our OAuth client lacks a scope or permission.");

    /// <summary>Genesys refused a call that carries no message: a fault of configuration.</summary>
    public static readonly ErrorCode LookUpRefused = new("SM2104", 503, "Genesys refused the look-up of the recipient.");

    /// <summary>The rate limit is used up.</summary>
    public static readonly ErrorCode RateLimited = new("SM2201", 503, "Genesys' rate limit is used up.");

    /// <summary>Genesys cannot be reached or responds with a server error.</summary>
    public static readonly ErrorCode GenesysUnavailable = new("SM2202", 503, "Genesys is not available.");

    /// <summary>The circuit breaker holds calls back.</summary>
    public static readonly ErrorCode BreakerOpen = new("SM2203", 503, "Genesys keeps failing; calls are held back.");

    /// <summary>The response was lost: whether the message was sent is unknown.</summary>
    public static readonly ErrorCode OutcomeUnknown = new("SM2204", 504, "The outcome is unknown.");

    /// <summary>A webhook is signed by Genesys and cannot be read.</summary>
    public static readonly ErrorCode WebhookUnreadable = new("SM2301", 422, "A webhook cannot be read.");

    /// <summary>A webhook reports an event that is too old.</summary>
    public static readonly ErrorCode WebhookTooOld = new("SM2302", 422, "A webhook is too old.");

    /// <summary><c>sendAt</c> too far ahead.</summary>
    public static readonly ErrorCode SendAtTooFar = new("SM3001", 422, "sendAt is too far ahead.");

    /// <summary><c>expiresAt</c> before sending or too far ahead.</summary>
    public static readonly ErrorCode ExpiresAtInvalid = new("SM3002", 422, "expiresAt is out of range.");

    /// <summary>No request has this id.</summary>
    public static readonly ErrorCode NoSuchRequest = new("SM3004", 404, "There is no request with this id.");

    /// <summary>The id belongs to a request with another body.</summary>
    public static readonly ErrorCode AnotherBody = new("SM3005", 422, "The id belongs to another request.");

    /// <summary>A request with this id is being sent.</summary>
    public static readonly ErrorCode InProgress = new("SM3006", 409, "A request with this id is being sent.");

    /// <summary>The request is parked, because it is unknown whether it was sent.</summary>
    public static readonly ErrorCode Parked = new("SM3007", 409, "The request is parked.");

    /// <summary>The request's time ended before it could be sent.</summary>
    public static readonly ErrorCode Expired = new("SM3008", 422, "The request expired before it could be sent.");

    /// <summary>The request was cancelled.</summary>
    public static readonly ErrorCode Cancelled = new("SM3009", 409, "The request was cancelled.");

    /// <summary>The request is being sent, was sent, or may have been.</summary>
    public static readonly ErrorCode TooLateToCancel = new("SM3010", 409, "It is too late to cancel the request.");

    /// <summary>A secret cannot be read from Key Vault.</summary>
    public static readonly ErrorCode SecretUnavailable = new("SM4001", 503, "A secret cannot be read.");

    /// <summary>An unexpected fault of our own.</summary>
    public static readonly ErrorCode Unexpected = new("SM4002", 500, "Something unforeseen went wrong here.");

    /// <summary>The time budget ended before anything was sent.</summary>
    public static readonly ErrorCode OutOfTime = new("SM4003", 503, "There was no time left to send.");

    /// <summary>The storage account cannot be used.</summary>
    public static readonly ErrorCode StorageUnavailable = new("SM4004", 503, "Our storage is not available.");

    /// <summary>A message on one of our own queues has not our form.</summary>
    public static readonly ErrorCode EnvelopeUnreadable = new("SM4005", 500, "A queue message is not of our form.");

    /// <summary>A queue message could not be handled in any of its deliveries.</summary>
    public static readonly ErrorCode GaveUp = new("SM4006", 500, "A queue message failed in every delivery.");

    /// <summary>The blob with a request's body is gone.</summary>
    public static readonly ErrorCode PayloadMissing = new("SM4007", 500, "The body of a request is gone.");

    /// <summary>A record has a form that this version does not know.</summary>
    public static readonly ErrorCode RecordUnreadable = new("SM4008", 500, "The record of a request cannot be read.");

    /// <summary>No bot flow is configured for an event.</summary>
    public static readonly ErrorCode NoBotFlow = new("SM4101", 500, "There is no bot flow for an event.");

    /// <summary>A bot flow did not take an event in any of its deliveries.</summary>
    public static readonly ErrorCode BotFlowFailed = new("SM4102", 500, "A bot flow did not take an event.");

    /// <summary>A bot flow responded with 410: it is gone for good.</summary>
    public static readonly ErrorCode BotFlowGone = new("SM4103", 500, "A bot flow is gone.");

    /// <summary>An event is larger than its bot flow's queue takes.</summary>
    public static readonly ErrorCode EventTooLarge = new("SM4104", 500, "An event is too large for a queue.");

    /// <summary>A bot flow's reply is not a message that may be sent.</summary>
    public static readonly ErrorCode ReplyRefused = new("SM4105", 500, "A bot flow's reply cannot be sent.");

    /// <summary>All of them, in the order of their codes.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        .. typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (ErrorCode)field.GetValue(null)!)
            .OrderBy(code => code.Code, StringComparer.Ordinal),
    ];
}
