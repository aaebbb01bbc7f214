namespace ServerlessMessaging.Storage;

/// <summary>A callback's envelope as the text of a queue message: ASCII JSON, the body in Base64.</summary>
internal static class CallbackEnvelopeText
{
    /// <summary>Writes an envelope, with its body inside unless it is large.</summary>
    public static byte[] Write(CallbackEnvelope envelope) => EnvelopeText.Write(writer =>
    {
        writer.WriteNumber("v", CallbackEnvelope.Version);
        writer.WriteString("kind", envelope.Kind == CallbackKind.Webhook ? "webhook" : "send");
        writer.WriteString("receivedAt", envelope.ReceivedAt.ToUniversalTime());
        writer.WriteNumber("attempt", envelope.Attempt);
        EnvelopeText.WriteText(writer, "flow", envelope.Flow);
        EnvelopeText.WriteText(writer, "traceparent", envelope.TraceParent);
        EnvelopeText.WriteDueAt(writer, envelope.DueAt);
        EnvelopeText.WriteText(writer, "large", envelope.Large);
        if (envelope.Large is null)
        {
            writer.WriteBase64String("body", envelope.Body.Span);
        }
    });

    /// <summary>Reads an envelope; null where the text is none of this version. A large one comes without its body.</summary>
    public static CallbackEnvelope? Read(ReadOnlyMemory<byte> text) => EnvelopeText.Read(text, Read);

    private static CallbackEnvelope? Read(JsonElement root)
    {
        var large = EnvelopeText.Text(root, "large");
        var attempt = root.GetProperty("attempt").GetInt32();
        CallbackKind? kind = root.GetProperty("kind").GetString() switch { "webhook" => CallbackKind.Webhook, "send" => CallbackKind.Send, _ => null };
        if (root.GetProperty("v").GetInt32() != CallbackEnvelope.Version || kind is null || attempt < 1 || (large is not null && !PayloadStore.IsHash(large)))
        {
            return null;
        }

        var body = large is null ? root.GetProperty("body").GetBytesFromBase64() : [];
        return new(kind.Value, root.GetProperty("receivedAt").GetDateTimeOffset(), attempt, body)
        {
            Flow = EnvelopeText.Text(root, "flow"),
            TraceParent = EnvelopeText.Text(root, "traceparent"),
            Large = large,
        };
    }
}
