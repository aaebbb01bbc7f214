namespace ServerlessMessaging.Storage;

/// <summary>JSON on queues of the application: ASCII.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(QueueEnvelope<DeferredRequest>))]
[JsonSerializable(typeof(QueueEnvelope<QueuedCallback>))]
[JsonSerializable(typeof(SendStatus))]
internal sealed partial class StorageJson : JsonSerializerContext;
