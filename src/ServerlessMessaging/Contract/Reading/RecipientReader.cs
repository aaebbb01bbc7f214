namespace ServerlessMessaging.Contract.Reading;

/// <summary>Reads the recipient. How many there are is a rule, not a shape.</summary>
internal static class RecipientReader
{
    public static Recipient Read(ObjectReader? reader)
    {
        if (reader is null)
        {
            return new Recipient();
        }

        var recipient = new Recipient(
            reader.String("email"),
            reader.String("userId"),
            reader.String("channelId"),
            Read(reader.Object("conversation"), Conversation),
            Read(reader.Object("customer"), Customer),
            Read(reader.Object("botSession"), BotSession));
        reader.Complete();
        return recipient;
    }

    private static T? Read<T>(ObjectReader? reader, Func<ObjectReader, T> read)
        where T : class
    {
        if (reader is null)
        {
            return null;
        }

        var value = read(reader);
        reader.Complete();
        return value;
    }

    private static ConversationReference Conversation(ObjectReader reader) =>
        new(reader.String("id") ?? string.Empty, reader.String("channelId") ?? string.Empty, reader.String("providerId") ?? string.Empty);

    private static CustomerReference Customer(ObjectReader reader) =>
        new(reader.String("id") ?? string.Empty, reader.String("integrationId") ?? string.Empty, reader.Boolean("useExistingActiveConversation"));

    private static BotSessionReference BotSession(ObjectReader reader) =>
        new(
            reader.String("botId") ?? string.Empty,
            reader.String("botVersion") ?? string.Empty,
            reader.String("botSessionId") ?? string.Empty,
            reader.String("languageCode") ?? string.Empty);
}
