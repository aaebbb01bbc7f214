using System.Text.Encodings.Web;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Records;

/// <summary>JSON of this folder: ASCII in properties of table entities and in queues.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Recipient))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<FailedAttempt>))]
[JsonSerializable(typeof(MessagePage))]
[JsonSerializable(typeof(SendStatus))]
internal sealed partial class RecordsJson : JsonSerializerContext
{
    /// <summary>For bodies of HTTP responses, which never stand inside HTML: text stays readable.</summary>
    public static RecordsJson Wire => field ??= new(new(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
