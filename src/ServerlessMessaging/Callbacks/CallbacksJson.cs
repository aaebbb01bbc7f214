namespace ServerlessMessaging.Callbacks;

/// <summary>The JSON of status events on the queue.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SendStatus))]
internal sealed partial class CallbacksJson : JsonSerializerContext;
