using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessMessaging.Simulator.Webhooks;

/// <summary>The body of all webhooks, which the platform calls a normalized message.</summary>
internal sealed record NormalizedMessage(Guid Id, MessageChannel Channel, string Type)
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Writes non-ASCII characters unescaped, so that a signature check over re-serialized JSON fails.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string? Text { get; init; }

    public JsonElement? Content { get; init; }

    public JsonElement? Events { get; init; }

    public string? Status { get; init; }

    /// <summary>Mostly a list of objects with code and message; other forms occur.</summary>
    public JsonElement? Reasons { get; init; }

    public bool? IsFinalReceipt { get; init; }

    public string? OriginatingEntity { get; init; }

    public required string Direction { get; init; }

    /// <summary>Observed on the wire, but not in the published schema.</summary>
    public required Guid ConversationId { get; init; }

    public JsonElement? Metadata { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Options);
}
