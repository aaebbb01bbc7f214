namespace ServerlessMessaging.Contract;

/// <summary>Writes a message as the contract has it; payloads as the text they are sent as.</summary>
internal static class MessageWriter
{
    public static void Write(Utf8JsonWriter writer, Message message)
    {
        writer.WriteStartObject();
        switch (message)
        {
            case TextMessage text:
                writer.WriteString("type", "text");
                writer.WriteString("text", text.Text);
                break;
            case Card card:
                writer.WriteString("type", "card");
                WriteMembers(writer, card);
                break;
            case QuickReplies replies:
                writer.WriteString("type", "quickReplies");
                writer.WriteString("text", replies.Text);
                writer.WriteStartArray("replies");
                foreach (var reply in replies.Replies)
                {
                    writer.WriteStartObject();
                    writer.WriteString("text", reply.Text);
                    writer.WriteString("value", reply.Value);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                break;
            case Carousel carousel:
                writer.WriteString("type", "carousel");
                writer.WriteStartArray("cards");
                foreach (var card in carousel.Cards)
                {
                    writer.WriteStartObject();
                    WriteMembers(writer, card);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                break;
            default:
                throw new UnreachableException("The rules let known messages through only.");
        }

        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, Card card)
    {
        writer.WriteString("title", card.Title);
        if (card.Subtitle is { } subtitle)
        {
            writer.WriteString("subtitle", subtitle);
        }

        if (card.Image is { } image)
        {
            writer.WriteStartObject("image");
            writer.WriteString("url", image.Url);
            if (image.AltText is { } altText)
            {
                writer.WriteString("altText", altText);
            }

            writer.WriteEndObject();
        }

        writer.WriteStartArray("actions");
        foreach (var action in card.Actions)
        {
            Write(writer, action);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, CardAction action)
    {
        var (type, member, value) = action switch
        {
            PostBackAction postBack => ("postBack", "payload", postBack.Payload),
            ImBackAction imBack => ("imBack", "payload", imBack.Payload),
            OpenUrlAction openUrl => ("openUrl", "url", openUrl.Url),
            _ => throw new UnreachableException("The rules let known actions through only."),
        };
        writer.WriteStartObject();
        writer.WriteString("type", type);
        writer.WriteString("title", action.Title);
        writer.WriteString(member, value);
        writer.WriteEndObject();
    }
}
