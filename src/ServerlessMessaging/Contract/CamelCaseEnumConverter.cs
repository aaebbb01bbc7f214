namespace ServerlessMessaging.Contract;

/// <summary>Writes an enumeration by name, as the contract does: <c>AlreadySent</c> is <c>alreadySent</c>.</summary>
public sealed class CamelCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum;
