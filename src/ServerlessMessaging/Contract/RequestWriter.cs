using System.Buffers;

namespace ServerlessMessaging.Contract;

/// <summary>Writes a request as the contract has it, always in the same way: two equal requests are the same bytes.</summary>
internal static class RequestWriter
{
    /// <summary>Writes the request as ASCII JSON.</summary>
    public static byte[] Write(SendRequest request)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, request);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, SendRequest request)
    {
        writer.WriteStartObject();
        Text(writer, "id", request.Id);
        writer.WritePropertyName("to");
        Write(writer, request.To);
        writer.WritePropertyName("message");
        MessageWriter.Write(writer, request.Message);
        Text(writer, "replyTo", request.ReplyTo);
        if (request.Notify)
        {
            writer.WriteBoolean("notify", true);
        }

        Time(writer, "sendAt", request.SendAt);
        Time(writer, "expiresAt", request.ExpiresAt);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Recipient to)
    {
        writer.WriteStartObject();
        Text(writer, "email", to.Email);
        Text(writer, "userId", to.UserId);
        Text(writer, "channelId", to.ChannelId);
        if (to.Conversation is { } conversation)
        {
            writer.WriteStartObject("conversation");
            writer.WriteString("id", conversation.Id);
            writer.WriteString("channelId", conversation.ChannelId);
            writer.WriteString("providerId", conversation.ProviderId);
            writer.WriteEndObject();
        }

        if (to.Customer is { } customer)
        {
            writer.WriteStartObject("customer");
            writer.WriteString("id", customer.Id);
            writer.WriteString("integrationId", customer.IntegrationId);
            writer.WriteBoolean("useExistingActiveConversation", customer.UseExistingActiveConversation);
            writer.WriteEndObject();
        }

        if (to.BotSession is { } session)
        {
            writer.WriteStartObject("botSession");
            writer.WriteString("botId", session.BotId);
            writer.WriteString("botVersion", session.BotVersion);
            writer.WriteString("botSessionId", session.BotSessionId);
            writer.WriteString("languageCode", session.LanguageCode);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Time(Utf8JsonWriter writer, string name, DateTimeOffset? time) =>
        Text(writer, name, time?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));

    private static void Text(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }
}
