using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json.Serialization.Metadata;
using ServerlessMessaging.Sending;

namespace ServerlessMessaging.Serialization;

/// <summary>Writes the answer to a batch: <c>{items[]}</c>, each item the answer that its request alone would get, with its HTTP status.</summary>
public static class BatchWriter
{
    /// <summary>Writes the outcomes in order.</summary>
    /// <param name="outcomes">The outcomes.</param>
    /// <param name="typeBase">The address of the page of codes.</param>
    public static byte[] Write(IReadOnlyList<SendOutcome> outcomes, string typeBase)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("items");
            foreach (var outcome in outcomes)
            {
                Write(writer, outcome, typeBase);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, SendOutcome outcome, string typeBase)
    {
        switch (outcome)
        {
            case Sent sent:
                Write(writer, outcome, null, sent.Answer, JsonContracts.Wire.SendAnswer);
                break;
            case TakenOver takenOver:
                Write(writer, outcome, null, takenOver.Answer, JsonContracts.Wire.SendAnswer);
                break;
            case NotSent notSent:
                Write(writer, outcome, notSent.Problem.RetryAfter, ProblemDocument.Of(notSent.Problem, typeBase), ContractJson.Wire.ProblemDocument);
                break;
        }
    }

    private static void Write<T>(Utf8JsonWriter writer, SendOutcome outcome, TimeSpan? retryAfter, T answer, JsonTypeInfo<T> type)
    {
        writer.WriteStartObject();
        writer.WriteNumber("httpStatus", outcome.HttpStatus);
        if (outcome.Replayed)
        {
            writer.WriteBoolean("replayed", true);
        }

        if (retryAfter is { } wait)
        {
            writer.WriteNumber("retryAfter", Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)));
        }

        foreach (var member in JsonSerializer.SerializeToElement(answer, type).EnumerateObject())
        {
            member.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
