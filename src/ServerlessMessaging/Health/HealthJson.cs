using System.Text.Encodings.Web;

namespace ServerlessMessaging.Health;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(QueueWatch.EnvelopeTime))]
internal sealed partial class HealthJson : JsonSerializerContext
{
    /// <summary>For HTTP: text stays readable, because the body never stands inside HTML.</summary>
    public static HealthJson Wire { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
