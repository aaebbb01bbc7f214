using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.Vault;

/// <summary>Answers a request without the vault's token with the challenge that tells a client where to fetch one.</summary>
internal sealed partial class VaultGuard(string token)
{
    private const string Tenant = "00000000-0000-0000-0000-000000000001";

    private const string Resource = "https://vault.azure.net";

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!IsAuthorized(context.Request))
        {
            context.Response.Headers.WWWAuthenticate =
                $"Bearer authorization=\"{VaultServer.AddressOf(context)}/{Tenant}\", resource=\"{Resource}\"";
            throw new RefusalException(StatusCodes.Status401Unauthorized, "The request carries no bearer token of this vault");
        }

        if (!ApiVersion().IsMatch(context.Request.Query["api-version"].ToString()))
        {
            throw RefusalException.BadRequest("The query parameter api-version is missing or unknown");
        }

        return next(context);
    }

    private bool IsAuthorized(HttpRequest request) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString()),
            Encoding.UTF8.GetBytes($"Bearer {token}"));

    [GeneratedRegex(@"^(7\.[0-6]|20\d\d-\d\d-\d\d)(-preview(\.\d)?)?\z")]
    private static partial Regex ApiVersion();
}
