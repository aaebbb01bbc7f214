namespace ServerlessMessaging.Storage;

/// <summary>JSON on our own queues: ASCII, as queues are.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(QueueEnvelope<DeferredRequest>))]
[JsonSerializable(typeof(QueueEnvelope<QueuedCallback>))]
[JsonSerializable(typeof(SendStatus))]
internal sealed partial class StorageJson : JsonSerializerContext;
