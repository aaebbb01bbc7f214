using System.Text.Json.Serialization;
using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.Vault;

/// <summary>The error body of Azure Key Vault.</summary>
internal sealed record VaultErrorBody(VaultError Error)
{
    public static VaultErrorBody From(RefusalException refusal, string requestId) =>
        new(new VaultError(
            refusal.Code ?? DefaultCode(refusal.Status),
            refusal.Message,
            refusal.InnerCode is null ? null : new(refusal.InnerCode)));

    private static string DefaultCode(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "Unauthorized",
        StatusCodes.Status403Forbidden => "Forbidden",
        StatusCodes.Status404NotFound => "NotFound",
        StatusCodes.Status405MethodNotAllowed => "MethodNotAllowed",
        StatusCodes.Status413PayloadTooLarge => "RequestEntityTooLarge",
        StatusCodes.Status415UnsupportedMediaType => "UnsupportedMediaType",
        StatusCodes.Status429TooManyRequests => "Throttled",
        StatusCodes.Status503ServiceUnavailable => "ServiceUnavailable",
        >= StatusCodes.Status500InternalServerError => "InternalServerError",
        _ => "BadParameter",
    };
}

internal sealed record VaultError(
    string Code,
    string Message,
    [property: JsonPropertyName("innererror"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] VaultInnerError? InnerError);

internal sealed record VaultInnerError(string Code);
