using System.Text.RegularExpressions;

namespace ServerlessMessaging.Contract.Reading;

/// <summary>Reads a send request from JSON. The problem of a body that has not the contract's shape names the first place.</summary>
public static partial class RequestReader
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads one request.</summary>
    /// <param name="json">UTF-8 bytes; a byte order mark is allowed.</param>
    /// <param name="request">The request, if the result is null.</param>
    /// <returns>Null, or why the body is not of the contract's shape (codes SM1001 to SM1006).</returns>
    public static Problem? Read(ReadOnlyMemory<byte> json, out SendRequest? request)
    {
        request = null;
        var body = WithoutMark(json);
        return JsonScan.FirstFault(body.Span) ?? Read(JsonElement.Parse(body.Span), ReadRequest, out request);
    }

    internal static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> json) =>
        json.Span.StartsWith(ByteOrderMark) ? json[ByteOrderMark.Length..] : json;

    internal static Problem? Read(JsonElement root, Func<ObjectReader, SendRequest> read, out SendRequest? request)
    {
        request = null;
        try
        {
            request = ObjectReader.Read(root, string.Empty, read);
            return null;
        }
        catch (MalformedRequestException exception)
        {
            return exception.Problem;
        }
    }

    internal static SendRequest ReadRequest(ObjectReader reader)
    {
        // Editors put $schema there for completion; it has no meaning for the request.
        reader.Member("$schema");
        return new SendRequest(
            reader.String("id"),
            reader.Object("to", ReadRecipient) ?? new Recipient(),
            reader.Object("message", ReadMessage) ?? new NoMessage(),
            reader.String("replyTo"),
            reader.Boolean("notify"),
            reader.Time("sendAt"),
            reader.Time("expiresAt"));
    }

    // How many recipients there are is a rule, not a shape.
    private static Recipient ReadRecipient(ObjectReader reader) => new(
        reader.String("email"),
        reader.String("userId"),
        reader.String("channelId"),
        reader.Object("conversation", to => new ConversationReference(to.Text("id"), to.Text("channelId"), to.Text("providerId"))),
        reader.Object("customer", to => new CustomerReference(to.Text("id"), to.Text("integrationId"), to.Boolean("useExistingActiveConversation"))),
        reader.Object("botSession", to => new BotSessionReference(
            to.Text("botId"), to.Text("botVersion"), to.Text("botSessionId"), to.Text("languageCode"))));

    // Texts that are missing are read as empty; the rules report them.
    private static Message ReadMessage(ObjectReader reader)
    {
        switch (reader.String("type"))
        {
            case "text":
                return new TextMessage(reader.Text("text"));
            case "card":
                return ReadCard(reader);
            case "quickReplies":
                return new QuickReplies(reader.Text("text"), reader.Array("replies", reply => new QuickReply(reply.Text("text"), reply.Text("value"))));
            case "carousel":
                return new Carousel(reader.Array("cards", ReadCarouselCard));
            case var unknown:
                reader.AcceptAnything();
                return new UnknownMessage(unknown ?? string.Empty);
        }
    }

    private static Card ReadCarouselCard(ObjectReader reader)
    {
        // A card that was copied from a message has a type.
        reader.Literal("type", "card");
        return ReadCard(reader);
    }

    private static Card ReadCard(ObjectReader reader) => new(
        reader.Text("title"),
        reader.String("subtitle"),
        reader.Object("image", image => new ImageReference(image.Text("url"), image.String("altText"))),
        reader.Array("actions", ReadAction),
        reader.String("cardType") ?? Card.BasicType);

    private static CardAction ReadAction(ObjectReader reader)
    {
        var type = reader.String("type");
        var title = reader.Text("title");
        switch (type)
        {
            case "postBack":
                return new PostBackAction(title, Compact(reader.Member("payload")));
            case "imBack":
                return new ImBackAction(title, reader.Text("payload"));
            case "openUrl":
                return new OpenUrlAction(title, reader.Text("url"));
            default:
                reader.AcceptAnything();
                return new UnknownAction(title, type ?? string.Empty);
        }
    }

    // A payload is measured as it is sent: with the characters of the caller instead of their escapes.
    private static string Compact(JsonElement? payload) => payload switch
    {
        null => string.Empty,
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { } json => Escapes.Replace(
            JsonSerializer.Serialize(json, ContractJson.Wire.JsonElement),
            escape => escape.Groups["code"] is { Success: true, Value: var code } ? $"{(char)ushort.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture)}" : escape.Value),
    };

    // Pairs of backslashes match first and stay; JSON needs no escape of other characters than the first 32, quotes and backslashes.
    [GeneratedRegex(@"\\\\|\\u(?!00[01])(?<code>[0-9A-F]{4})", RegexOptions.CultureInvariant)]
    private static partial Regex Escapes { get; }
}
