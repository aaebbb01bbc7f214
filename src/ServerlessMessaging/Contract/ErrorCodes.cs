using System.Reflection;

namespace ServerlessMessaging.Contract;

/// <summary>A stable, documented reason why something was refused or failed. Its page is docs/errors.md.</summary>
/// <param name="Code"><c>SM</c> and four digits: 1 the request, 2 Genesys, 3 idempotency and time, 4 the application.</param>
/// <param name="Status">The HTTP status of a problem that carries this code.</param>
/// <param name="Title">One short sentence, the same for every occurrence.</param>
public sealed record ErrorCode(string Code, int Status, string Title)
{
    /// <inheritdoc/>
    public override string ToString() => Code;
}

/// <summary>Every error code. Each has a title here and a section in docs/errors.md.</summary>
public static class ErrorCodes
{
    public static readonly ErrorCode NotJson = new("SM1001", 400, "The body is not valid JSON.");
    public static readonly ErrorCode UnknownMember = new("SM1002", 400, "The request has an unknown member.");
    public static readonly ErrorCode DuplicateMember = new("SM1003", 400, "The request has a member twice.");
    public static readonly ErrorCode WrongType = new("SM1004", 400, "A member has the wrong JSON type.");
    public static readonly ErrorCode TooDeep = new("SM1005", 400, "The request is nested too deeply.");
    public static readonly ErrorCode InvalidText = new("SM1006", 400, "A string is not valid text.");
    public static readonly ErrorCode IdempotencyKeyInvalid = new("SM1007", 400, "The Idempotency-Key header is invalid.");
    public static readonly ErrorCode UnsupportedContentType = new("SM1008", 415, "The content type is not supported.");
    public static readonly ErrorCode BodyTooLarge = new("SM1009", 413, "The body is too large.");
    public static readonly ErrorCode BodyIncomplete = new("SM1010", 400, "The body did not arrive completely.");
    public static readonly ErrorCode BatchMalformed = new("SM1011", 400, "A batch is an array of 1 to 100 requests.");
    public static readonly ErrorCode FilterInvalid = new("SM1012", 400, "The query is invalid.");
    public static readonly ErrorCode RulesBroken = new("SM1100", 422, "The request breaks a rule.");
    public static readonly ErrorCode Required = new("SM1101", 422, "A required member is missing or empty.");
    public static readonly ErrorCode UnknownMessageType = new("SM1102", 422, "The message type is unknown.");
    public static readonly ErrorCode UnknownActionType = new("SM1103", 422, "The action type is unknown.");
    public static readonly ErrorCode UnknownCardType = new("SM1104", 422, "The card type is unknown.");
    public static readonly ErrorCode OneRecipient = new("SM1105", 422, "A request has exactly one recipient.");
    public static readonly ErrorCode RecipientMalformed = new("SM1106", 422, "The recipient is malformed.");
    public static readonly ErrorCode IdMalformed = new("SM1107", 422, "The id is malformed.");
    public static readonly ErrorCode PayloadTooLong = new("SM1108", 422, "A payload is too long.");
    public static readonly ErrorCode TextTooLong = new("SM1109", 422, "A text is too long.");
    public static readonly ErrorCode TooMany = new("SM1110", 422, "A list has too many items.");
    public static readonly ErrorCode TooFew = new("SM1111", 422, "A list has too few items.");
    public static readonly ErrorCode UrlNotHttps = new("SM1112", 422, "A URL is not an absolute https URL.");
    public static readonly ErrorCode MessageTypeUnsupported = new("SM1115", 422, "The provider does not support the message type.");

    public static readonly ErrorCode UnknownEmail = new("SM2001", 422, "No user has this email address.");
    public static readonly ErrorCode GenesysInvalidCardType = new("SM2002", 422, "Genesys refused the card type.");
    public static readonly ErrorCode GenesysInvalidTemplate = new("SM2003", 422, "Genesys refused the template.");
    public static readonly ErrorCode GenesysChannelNotFound = new("SM2004", 422, "Genesys does not know the channel or conversation.");
    public static readonly ErrorCode GenesysPayloadTooLarge = new("SM2005", 422, "The payload is too large for Genesys.");
    public static readonly ErrorCode GenesysWindowClosed = new("SM2006", 422, "The channel's 24-hour window is closed.");
    public static readonly ErrorCode GenesysRefused = new("SM2007", 422, "Genesys refused the message.");
    public static readonly ErrorCode DeliveryFailed = new("SM2008", 422, "Genesys could not deliver the message.");
    public static readonly ErrorCode TokenRefused = new("SM2101", 503, "Genesys refused the OAuth client.");
    public static readonly ErrorCode AccessUnauthorized = new("SM2102", 503, "Genesys refused the access token.");
    public static readonly ErrorCode AccessForbidden = new("SM2103", 503, "The OAuth client lacks a scope or permission.");
    public static readonly ErrorCode LookUpRefused = new("SM2104", 503, "Genesys refused the lookup of the recipient.");
    public static readonly ErrorCode AnotherOrganization = new("SM2105", 503, "The OAuth client belongs to another organisation.");
    public static readonly ErrorCode RateLimited = new("SM2201", 503, "Genesys' rate limit is used up.");
    public static readonly ErrorCode GenesysUnavailable = new("SM2202", 503, "Genesys is not available.");
    public static readonly ErrorCode BreakerOpen = new("SM2203", 503, "The circuit breaker of Genesys is open.");
    public static readonly ErrorCode OutcomeUnknown = new("SM2204", 504, "The outcome of the send is unknown.");
    public static readonly ErrorCode WebhookUnreadable = new("SM2301", 422, "A webhook cannot be read.");
    public static readonly ErrorCode WebhookTooOld = new("SM2302", 422, "A webhook is too old.");
    public static readonly ErrorCode WebhookSecretMismatch = new("SM2303", 422, "A webhook has the secret of another integration.");

    public static readonly ErrorCode SendAtTooFar = new("SM3001", 422, "sendAt is too far ahead.");
    public static readonly ErrorCode ExpiresAtInvalid = new("SM3002", 422, "expiresAt is out of range.");
    public static readonly ErrorCode NoSuchRequest = new("SM3004", 404, "No request has this id.");
    public static readonly ErrorCode PayloadMismatch = new("SM3005", 422, "The id belongs to another request.");
    public static readonly ErrorCode InProgress = new("SM3006", 409, "A request with this id is being sent.");
    public static readonly ErrorCode Parked = new("SM3007", 409, "The request is parked.");
    public static readonly ErrorCode Expired = new("SM3008", 422, "The request expired before it could be sent.");
    public static readonly ErrorCode Cancelled = new("SM3009", 409, "The request was cancelled.");
    public static readonly ErrorCode TooLateToCancel = new("SM3010", 409, "It is too late to cancel the request.");

    public static readonly ErrorCode SecretUnavailable = new("SM4001", 503, "A secret cannot be read.");
    public static readonly ErrorCode Unexpected = new("SM4002", 500, "An unexpected error occurred.");
    public static readonly ErrorCode OutOfTime = new("SM4003", 503, "The time budget ended before the message was sent.");
    public static readonly ErrorCode StorageUnavailable = new("SM4004", 503, "The storage account is not available.");
    public static readonly ErrorCode EnvelopeUnreadable = new("SM4005", 500, "A queue message has an unknown format.");
    public static readonly ErrorCode PoisonMessage = new("SM4006", 500, "A queue message failed in every delivery.");
    public static readonly ErrorCode PayloadMissing = new("SM4007", 500, "The body of a request is missing.");
    public static readonly ErrorCode RecordUnreadable = new("SM4008", 500, "The record of a request cannot be read.");
    public static readonly ErrorCode NoBotFlow = new("SM4101", 500, "There is no bot flow for an event.");
    public static readonly ErrorCode BotFlowFailed = new("SM4102", 500, "A bot flow did not accept an event.");
    public static readonly ErrorCode BotFlowGone = new("SM4103", 500, "A bot flow responded with 410 Gone.");
    public static readonly ErrorCode EventTooLarge = new("SM4104", 500, "An event is too large for a queue.");
    public static readonly ErrorCode ReplyRefused = new("SM4105", 500, "A bot flow's reply cannot be sent.");

    /// <summary>All of them, in the order of their codes.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        .. typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (ErrorCode)field.GetValue(null)!)
            .OrderBy(code => code.Code, StringComparer.Ordinal),
    ];
}
