using System.Text.Encodings.Web;

namespace ServerlessMessaging.Records;

/// <summary>JSON of this folder: ASCII in properties of table entities and in queues.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Recipient))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<FailedAttempt>))]
[JsonSerializable(typeof(IReadOnlyList<ReplyOption>))]
internal sealed partial class RecordsJson : JsonSerializerContext
{
    /// <summary>For long properties, where escapes would cost room.</summary>
    public static RecordsJson Compact { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
