using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.Login;

/// <summary>POST /oauth/token: the client credentials grant, with the errors of RFC 6749 section 5.2.</summary>
internal sealed class TokenEndpoint(OAuthClients clients, AccessTokens tokens)
{
    public Task HandleAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";

        var credentials = BasicCredentials.Parse(context.Request.Headers.Authorization.ToString());
        var client = credentials is null ? null : clients.Find(credentials.ClientId);
        if (client is null || client.Secret != credentials!.ClientSecret)
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"Genesys Cloud simulator\"";
            return RefuseAsync(context, StatusCodes.Status401Unauthorized, "invalid_client", "client id or client secret is wrong");
        }

        if (GrantType(context) is not { } grantType)
        {
            return RefuseAsync(context, StatusCodes.Status400BadRequest, "invalid_request", "a form with one grant_type is needed");
        }

        if (grantType != "client_credentials")
        {
            return RefuseAsync(context, StatusCodes.Status400BadRequest, "unsupported_grant_type", "only client_credentials is supported");
        }

        var token = tokens.Issue(client);
        return JsonResponse.WriteAsync(context, new Dictionary<string, object>
        {
            ["access_token"] = token.Value,
            ["token_type"] = "bearer",
            ["expires_in"] = (long)client.TokenLifetime.TotalSeconds,
        });
    }

    private static string? GrantType(HttpContext context)
    {
        if (!MediaType.IsForm(context.Request))
        {
            return null;
        }

        var form = Encoding.UTF8.GetString(context.Exchange().Body.Span);
        var values = QueryHelpers.ParseQuery(form).GetValueOrDefault("grant_type");
        return values.Count == 1 && values[0] is { Length: > 0 } grantType ? grantType : null;
    }

    private static Task RefuseAsync(HttpContext context, int status, string error, string description) =>
        JsonResponse.WriteAsync(context, status, new Dictionary<string, object>
        {
            ["error"] = error,
            ["error_description"] = description,
        });
}
