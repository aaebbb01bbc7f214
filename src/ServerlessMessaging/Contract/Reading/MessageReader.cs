namespace ServerlessMessaging.Contract.Reading;

/// <summary>Reads the message. Texts that are missing are read as empty; the rules report them.</summary>
internal static class MessageReader
{
    public static Message Read(ObjectReader reader)
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
        // A card copied from a message brings its type along.
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

    // A payload is measured as it is sent; this encoder leaves most text as it is.
    private static string Compact(JsonElement? payload) => payload switch
    {
        null => string.Empty,
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { } json => JsonSerializer.Serialize(json, ContractJson.Wire.JsonElement),
    };
}
