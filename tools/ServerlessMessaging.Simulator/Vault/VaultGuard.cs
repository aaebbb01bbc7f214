using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Identity;

namespace ServerlessMessaging.Simulator.Vault;

/// <summary>Refuses requests without a token for the vault with the challenge that names the authority.</summary>
internal sealed partial class VaultGuard(ManagedIdentity identity)
{
    public const string Resource = "https://vault.azure.net";

    private const string Challenge = $"Bearer authorization=\"https://login.microsoftonline.com/{ManagedIdentity.Tenant}\", resource=\"{Resource}\"";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!await IsAuthorizedAsync(context.Request))
        {
            context.Response.Headers.WWWAuthenticate = Challenge;
            throw new RefusalException(StatusCodes.Status401Unauthorized, "The request carries no valid bearer token for Key Vault");
        }

        if (!ApiVersion().IsMatch(context.Request.Query["api-version"].ToString()))
        {
            throw RefusalException.BadRequest("The query parameter api-version is missing or unknown");
        }

        await next(context);
    }

    private async Task<bool> IsAuthorizedAsync(HttpRequest request) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization.ToString(), out var header)
        && header is { Scheme: "Bearer", Parameter: { } token }
        && await identity.IsValidAsync(token, Resource);

    [GeneratedRegex(@"^(7\.[0-6]|20\d\d-\d\d-\d\d)(-preview(\.\d)?)?\z")]
    private static partial Regex ApiVersion();
}
