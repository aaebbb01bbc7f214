using System.Text.Encodings.Web;

namespace ServerlessMessaging.BotFlows;

/// <summary>The JSON of events, replies and delivery records. Its default is ASCII, as queues and table properties need it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BotFlowEvent))]
[JsonSerializable(typeof(RelatedRequest))]
[JsonSerializable(typeof(ReplyRequest))]
internal sealed partial class BotFlowsJson : JsonSerializerContext
{
    /// <summary>For bodies of HTTP requests, in UTF-8: they are never embedded in HTML, so text is not escaped for HTML.</summary>
    public static BotFlowsJson Http { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
