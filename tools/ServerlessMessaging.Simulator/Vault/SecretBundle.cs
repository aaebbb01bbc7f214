using System.Text.Json.Serialization;

namespace ServerlessMessaging.Simulator.Vault;

/// <summary>A secret version in the format of Azure Key Vault, with or without its value.</summary>
internal sealed record SecretBundle(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Value,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ContentType,
    string Id,
    SecretAttributes Attributes,
    IReadOnlyDictionary<string, string> Tags)
{
    public static SecretBundle From(SecretVersion version, string vault, bool withValue) => new(
        withValue ? version.Value : null,
        version.ContentType,
        $"{vault}/secrets/{version.Name}/{version.Version}",
        SecretAttributes.From(version),
        version.Tags);
}

internal sealed record SecretAttributes(
    bool Enabled,
    [property: JsonPropertyName("nbf"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? NotBefore,
    [property: JsonPropertyName("exp"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Expires,
    long Created,
    long Updated,
    string RecoveryLevel,
    int RecoverableDays)
{
    public static SecretAttributes From(SecretVersion version) => new(
        version.Enabled,
        version.NotBefore?.ToUnixTimeSeconds(),
        version.Expires?.ToUnixTimeSeconds(),
        version.Created.ToUnixTimeSeconds(),
        version.Updated.ToUnixTimeSeconds(),
        "Recoverable+Purgeable",
        90);
}
