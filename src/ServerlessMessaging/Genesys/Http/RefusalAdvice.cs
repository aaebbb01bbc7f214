using System.Text.RegularExpressions;

namespace ServerlessMessaging.Genesys.Http;

/// <summary>The code and remedy of a message that Genesys refused: by the codes of the error first, by whole phrases of its message second.</summary>
internal static partial class RefusalAdvice
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    // The code of WhatsApp, which Genesys passes on.
    private const string WindowClosedCode = "131047";

    private static readonly GenesysFailure WindowClosed = Refused(
        ErrorCodes.GenesysWindowClosed,
        "The channel accepts free messages only for 24 hours after the customer's last one. Wait until the customer writes, or use a template that the channel approved.");

    private static readonly GenesysFailure ChannelNotFound = Refused(
        ErrorCodes.GenesysChannelNotFound,
        "Check that the user or conversation exists in this organisation and region and that messaging is set up for it. "
        + "If it happens to every message, check the route's path setting.");

    private static readonly GenesysFailure TooLarge = Refused(
        ErrorCodes.GenesysPayloadTooLarge, "Shorten it: send a key in the payload and keep the data on your side.");

    private static readonly GenesysFailure Any = Refused(
        ErrorCodes.GenesysRefused, "Genesys does not accept this message. Compare it with POST /api/messages/preview and with what the channel supports.");

    private static readonly (Regex Phrase, GenesysFailure Failure)[] ByPhrase =
    [
        (WindowPhrase, WindowClosed),
        (CardTypePhrase, Refused(ErrorCodes.GenesysInvalidCardType, "Use the card type 'basic', or leave cardType out.")),
        (TemplatePhrase, Refused(
            ErrorCodes.GenesysInvalidTemplate, "Check the structure of the message with POST /api/messages/preview and whether the channel supports it.")),
        (PayloadPhrase, TooLarge),
    ];

    public static GenesysFailure For(HttpStatusCode status, ErrorBody error) => status switch
    {
        _ when error.Codes.Contains(WindowClosedCode) => WindowClosed,
        HttpStatusCode.NotFound => ChannelNotFound,
        HttpStatusCode.RequestEntityTooLarge => TooLarge,
        _ => ByPhrase.FirstOrDefault(item => item.Phrase.IsMatch(error.Message ?? string.Empty)).Failure ?? Any,
    };

    private static GenesysFailure Refused(ErrorCode code, string remedy) => new(FailureKind.Refused, code, remedy);

    [GeneratedRegex(
        @"\bmore than 24 hours have passed since the customer last replied\b|\bre-engagement message\b|#131047\b|\boutside (of )?(the )?allowed window\b"
        + @"|\b24[- ]?(hours?|h)( (customer|standard))?( (messaging|service|care|conversation|reply))? window\b|\bwindow of 24 hours\b",
        Options)]
    private static partial Regex WindowPhrase { get; }

    [GeneratedRegex(@"\b(invalid|unknown|unsupported) card ?type\b|\bcard ?type ('[^']{0,100}' )?(must be|(is|was) (not|invalid|unknown|unsupported))\b", Options)]
    private static partial Regex CardTypePhrase { get; }

    [GeneratedRegex(
        @"\b(invalid|unknown|unsupported) template( ?type)?\b|\btemplate( ?type)? ('[^']{0,100}' )?(not found|must be|does not|(is|was) (not|invalid|unknown|unsupported))\b",
        Options)]
    private static partial Regex TemplatePhrase { get; }

    [GeneratedRegex(
        @"\bpayload( size| length)? (exceed(s|ed)|is exceeded|(is )?too (large|long)|must (be|have) at most)\b|\bexceed(s|ed) (the )?(maximum|allowed) payload\b",
        Options)]
    private static partial Regex PayloadPhrase { get; }
}
