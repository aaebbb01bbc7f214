using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.Identity;

/// <summary>GET /msi/token: the endpoint that App Service names in <c>IDENTITY_ENDPOINT</c>, version 2019-08-01.</summary>
internal sealed class IdentityEndpoint(ManagedIdentity identity)
{
    public const string Path = "/msi/token";

    private const string ApiVersion = "2019-08-01";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    public Task HandleAsync(HttpContext context)
    {
        // The header protects against server-side request forgery.
        if (!CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(context.Request.Headers["X-IDENTITY-HEADER"].ToString()), Encoding.UTF8.GetBytes(identity.Header)))
        {
            throw new RefusalException(StatusCodes.Status401Unauthorized, "The header X-IDENTITY-HEADER is missing or wrong");
        }

        var query = context.Request.Query;
        if (query["api-version"] != ApiVersion)
        {
            throw RefusalException.BadRequest($"api-version must be {ApiVersion}");
        }

        if (!Uri.TryCreate(query["resource"], UriKind.Absolute, out var resource) || resource.Scheme != Uri.UriSchemeHttps)
        {
            throw RefusalException.BadRequest("resource must be the URI of the service that the token is for");
        }

        // The templates assign this identity only, no system-assigned one.
        if (query["client_id"] != DevelopmentValues.IdentityClientId)
        {
            throw RefusalException.BadRequest("No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.");
        }

        var token = identity.Issue(resource.OriginalString, Lifetime);
        context.Response.Headers.CacheControl = "no-store";
        return JsonResponse.WriteAsync(context, new Dictionary<string, string>
        {
            ["access_token"] = token.Value,
            ["client_id"] = DevelopmentValues.IdentityClientId,
            ["expires_on"] = token.ExpiresAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["resource"] = resource.OriginalString,
            ["token_type"] = "Bearer",
        });
    }
}
