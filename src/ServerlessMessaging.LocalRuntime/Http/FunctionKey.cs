using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>The one key of this runtime, checked as the host does: the header first, the query only without it.</summary>
internal sealed class FunctionKey(IOptions<LocalRuntimeOptions> options)
{
    private readonly byte[] _expected = Encoding.UTF8.GetBytes(options.Value.FunctionKey);

    public bool IsIn(HttpRequest request)
    {
        var given = request.Headers.TryGetValue("x-functions-key", out var header) ? header : request.Query["code"];
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given.FirstOrDefault() ?? string.Empty), _expected);
    }
}
