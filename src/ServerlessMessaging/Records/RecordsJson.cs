namespace ServerlessMessaging.Records;

/// <summary>JSON of this folder: ASCII in properties of table entities and in queues.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Recipient))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<FailedAttempt>))]
internal sealed partial class RecordsJson : JsonSerializerContext;
