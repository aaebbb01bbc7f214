using ServerlessMessaging.Callbacks.Routing;

namespace ServerlessMessaging.Callbacks.Deliveries;

/// <summary>JSON inside properties of table entities.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RelatedRequest))]
internal sealed partial class DeliveryJson : JsonSerializerContext;
