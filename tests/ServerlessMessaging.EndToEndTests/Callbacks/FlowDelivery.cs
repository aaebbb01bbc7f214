using System.Globalization;
using System.Text.Json;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>An event as a bot flow received it.</summary>
internal sealed record FlowDelivery(IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public JsonElement Event => JsonElement.Parse(Body);

    public JsonElement Data => Event.GetProperty("data");

    public string Type => Event.GetProperty("type").GetString()!;

    /// <summary>The event's id in the header.</summary>
    public string Id => Headers["webhook-id"];

    public long Timestamp => long.Parse(Headers["webhook-timestamp"], CultureInfo.InvariantCulture);

    /// <summary>A string member of the data; null where there is none.</summary>
    public string? Text(string name) => Data.TryGetProperty(name, out var member) ? member.GetString() : null;
}
