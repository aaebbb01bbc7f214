using System.Text.Encodings.Web;
using ServerlessMessaging.Callbacks.Events;

namespace ServerlessMessaging.Serialization;

/// <summary>How everything that leaves the product as JSON is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BotFlowEvent))]
internal sealed partial class JsonContracts : JsonSerializerContext
{
    /// <summary>For what is stored or queued: ASCII, because queues and headers are.</summary>
    public static JsonContracts Stored => Default;

    /// <summary>For bodies sent as JSON in UTF-8, which never stand inside HTML: text stays readable.</summary>
    public static JsonContracts Wire { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
