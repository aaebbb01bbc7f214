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

    private static bool Has(HttpRequest request, byte[] key)
    {
        var candidate = request.Headers.TryGetValue("x-functions-key", out var header) ? header : request.Query["code"];
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(candidate.FirstOrDefault() ?? string.Empty), key);
    }
}
