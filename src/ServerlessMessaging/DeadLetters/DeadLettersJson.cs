using System.Text.Encodings.Web;

namespace ServerlessMessaging.DeadLetters;

/// <summary>JSON of this folder: ASCII in metadata of blobs.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeadLetter))]
[JsonSerializable(typeof(DeadLetterPage))]
[JsonSerializable(typeof(DeadLetterActions))]
internal sealed partial class DeadLettersJson : JsonSerializerContext
{
    /// <summary>For bodies of HTTP responses, which never stand inside HTML: text stays readable.</summary>
    public static DeadLettersJson Wire => field ??= new(new(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
