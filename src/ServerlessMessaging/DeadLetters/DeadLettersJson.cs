namespace ServerlessMessaging.DeadLetters;

/// <summary>JSON of this folder: ASCII in metadata of blobs.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeadLetter))]
internal sealed partial class DeadLettersJson : JsonSerializerContext;
