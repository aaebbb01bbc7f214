using System.Globalization;
using System.Text.Json;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>An event as it came to a bot flow over the wire.</summary>
internal sealed record FlowDelivery(IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public JsonElement Event => JsonElement.Parse(Body);

    public JsonElement Data => Event.GetProperty("data");

    public string Type => Event.GetProperty("type").GetString()!;

    /// <summary>The event's id, as its header names it.</summary>
    public string Id => Headers["webhook-id"];

    public long Timestamp => long.Parse(Headers["webhook-timestamp"], CultureInfo.InvariantCulture);

    /// <summary>A text of its data; null where there is none.</summary>
    public string? Text(string name) => Data.TryGetProperty(name, out var member) ? member.GetString() : null;
}
