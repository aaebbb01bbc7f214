using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Health;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending;

namespace ServerlessMessaging.Functions.Http;

/// <summary>How responses are written as JSON.</summary>
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(SendResponse))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(MessageStatusResponse))]
[JsonSerializable(typeof(PreviewResponse))]
[JsonSerializable(typeof(MessagePage))]
[JsonSerializable(typeof(DeadLetterPage))]
[JsonSerializable(typeof(DeadLetterActions))]
[JsonSerializable(typeof(HealthReport))]
internal sealed partial class ResponseJson : JsonSerializerContext
{
    /// <summary>Text is not escaped for HTML: no response is embedded in HTML.</summary>
    public static ResponseJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
