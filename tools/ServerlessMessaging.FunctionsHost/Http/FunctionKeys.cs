using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ServerlessMessaging.FunctionsHost.Http;

/// <summary>The keys of the host. A key in the header has precedence over one in the query.</summary>
internal sealed class FunctionKeys(string functionKey, string masterKey)
{
    private readonly byte[] _functionKey = Encoding.UTF8.GetBytes(functionKey);
    private readonly byte[] _masterKey = Encoding.UTF8.GetBytes(masterKey);

    public bool Allow(HttpRequest request, string? authorizationLevel) => authorizationLevel?.ToUpperInvariant() switch
    {
        "ANONYMOUS" => true,
        "FUNCTION" => Has(request, _functionKey) || Has(request, _masterKey),
        _ => Has(request, _masterKey),
    };

    /// <summary>Why a request was refused; without the key, because it may be one of another system.</summary>
    public static string Reason(HttpRequest request, string? authorizationLevel) =>
        Candidate(request).Length == 0 ? "it has no function key"
        : $"its key is wrong for the level {authorizationLevel}";

    private static bool Has(HttpRequest request, byte[] key) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Candidate(request)), key);

    private static string Candidate(HttpRequest request) =>
        (request.Headers.TryGetValue("x-functions-key", out var header) ? header : request.Query["code"]).FirstOrDefault() ?? string.Empty;
}
