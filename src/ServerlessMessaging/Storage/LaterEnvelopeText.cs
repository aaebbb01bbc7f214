namespace ServerlessMessaging.Storage;

/// <summary>An envelope as the text of a queue message: ASCII JSON.</summary>
internal static class LaterEnvelopeText
{
    // More than a minute's step allows in the longest time that a request lives.
    private const int MostAttempts = 1_000_000;

    /// <summary>Writes an envelope, with its request inside unless it is large.</summary>
    public static byte[] Write(LaterEnvelope envelope) => EnvelopeText.Write(writer =>
    {
        writer.WriteNumber("v", LaterEnvelope.Version);
        writer.WriteString("id", envelope.Id);
        writer.WriteNumber("attempt", envelope.Attempt);
        writer.WriteString("acceptedAt", envelope.AcceptedAt.ToUniversalTime());
        writer.WriteString("expiresAt", envelope.ExpiresAt.ToUniversalTime());
        if (envelope.UnknownOutcomes > 0)
        {
            writer.WriteNumber("unknownOutcomes", envelope.UnknownOutcomes);
        }

        EnvelopeText.WriteText(writer, "traceparent", envelope.TraceParent);
        EnvelopeText.WriteDueAt(writer, envelope.DueAt);
        EnvelopeText.WriteText(writer, "large", envelope.Large);
        if (envelope.Large is null)
        {
            writer.WritePropertyName("request");
            writer.WriteRawValue(envelope.Request.Span);
        }
    });

    /// <summary>Reads an envelope; null where the text is none of this version. A large one comes without its request.</summary>
    public static LaterEnvelope? Read(ReadOnlyMemory<byte> text) => EnvelopeText.Read(text, Read);

    private static LaterEnvelope? Read(JsonElement root)
    {
        var large = EnvelopeText.Text(root, "large");
        var attempt = root.GetProperty("attempt").GetInt32();
        var unknown = root.TryGetProperty("unknownOutcomes", out var member) ? member.GetInt32() : 0;
        ReadOnlyMemory<byte> request = large is not null ? default : Encoding.UTF8.GetBytes(root.GetProperty("request").GetRawText());
        return root.GetProperty("v").GetInt32() == LaterEnvelope.Version && attempt is >= 0 and <= MostAttempts && unknown is >= 0 and <= MostAttempts && root.GetProperty("id").GetString() is { } id
            && (large is null || PayloadStore.IsHash(large))
            ? new(
                id,
                attempt,
                root.GetProperty("acceptedAt").GetDateTimeOffset(),
                root.GetProperty("expiresAt").GetDateTimeOffset(),
                request)
            {
                UnknownOutcomes = unknown,
                TraceParent = EnvelopeText.Text(root, "traceparent"),
                Large = large,
            }
            : null;
    }
}
