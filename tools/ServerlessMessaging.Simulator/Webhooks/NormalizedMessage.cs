using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessMessaging.Simulator.Conversations;

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

    public string? Status { get; init; }

    public IReadOnlyList<StatusReason>? Reasons { get; init; }

    public bool? IsFinalReceipt { get; init; }

    public string? OriginatingEntity { get; init; }

    public required string Direction { get; init; }

    public required Guid ConversationId { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Options);
}

internal sealed record StatusReason(string Code, string Message);

/// <summary>Sender, recipient and time of a message.</summary>
internal sealed record MessageChannel(Guid MessageId, MessageParty To, MessageParty From, string Time)
{
    [JsonPropertyOrder(-1)]
    public string Id { get; } = DevelopmentRecipients.IntegrationId;

    [JsonPropertyOrder(-1)]
    public string Platform { get; } = "Open";

    [JsonPropertyOrder(-1)]
    public string Type { get; } = "Private";

    public static MessageChannel FromCustomer(Contact contact, Guid messageId, DateTimeOffset at) =>
        new(messageId, new(DevelopmentRecipients.IntegrationId), MessageParty.From(contact), Text(at));

    public static MessageChannel ToCustomer(Contact contact, Guid messageId, DateTimeOffset at) =>
        new(messageId, MessageParty.From(contact), new(DevelopmentRecipients.IntegrationId), Text(at));

    private static string Text(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

internal sealed record MessageParty(string Id, string? IdType = null, string? Nickname = null)
{
    public static MessageParty From(Contact contact) => new(contact.CustomerId, "Opaque", contact.Name);
}
