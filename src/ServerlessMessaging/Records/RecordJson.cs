namespace ServerlessMessaging.Records;

/// <summary>JSON inside properties of table entities.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Recipient))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<FailedAttempt>))]
internal sealed partial class RecordJson : JsonSerializerContext;
