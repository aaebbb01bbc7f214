namespace ServerlessMessaging.Contract.Reading;

/// <summary>Reads the message. Texts that are missing are read as empty; the rules report them.</summary>
internal static class MessageReader
{
    public static Message Read(ObjectReader? reader)
    {
        if (reader is null)
        {
            return new NoMessage();
        }

        Message message = reader.String("type") switch
        {
            "text" => new TextMessage(Text(reader, "text")),
            "card" => ReadCard(reader),
            "quickReplies" => new QuickReplies(Text(reader, "text"), reader.Array("replies", ReadReply)),
            "carousel" => new Carousel(reader.Array("cards", ReadCarouselCard)),
            var other => Unknown(reader, other),
        };
        reader.Complete();
        return message;
    }

    private static Card ReadCarouselCard(ObjectReader reader)
    {
        // A card copied from a message brings its type along.
        reader.Literal("type", "card");
        return ReadCard(reader);
    }

    private static Card ReadCard(ObjectReader reader) => new(
        Text(reader, "title"),
        reader.String("subtitle"),
        ReadImage(reader.Object("image")),
        reader.Array("actions", ActionReader.Read),
        reader.String("cardType") ?? Card.BasicType);

    private static ImageReference? ReadImage(ObjectReader? reader)
    {
        if (reader is null)
        {
            return null;
        }

        var image = new ImageReference(Text(reader, "url"), reader.String("altText"));
        reader.Complete();
        return image;
    }

    private static QuickReply ReadReply(ObjectReader reader) => new(Text(reader, "text"), Text(reader, "value"));

    private static UnknownMessage Unknown(ObjectReader reader, string? type)
    {
        reader.AcceptAnything();
        return new UnknownMessage(type ?? string.Empty);
    }

    private static string Text(ObjectReader reader, string name) => reader.String(name) ?? string.Empty;
}
