namespace ServerlessMessaging.Health;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(QueueWatch.EnvelopeTime))]
internal sealed partial class HealthJson : JsonSerializerContext;
