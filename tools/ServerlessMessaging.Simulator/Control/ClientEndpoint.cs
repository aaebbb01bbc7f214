using System.Text.Json;
using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Json;
using ServerlessMessaging.Simulator.Login;

namespace ServerlessMessaging.Simulator.Control;

/// <summary>PUT /simulator/clients/{clientId}: changes secret, scopes, token lifetime and organisation of a client and revokes its tokens; adds an unknown client that comes with a secret.</summary>
internal sealed class ClientEndpoint(OAuthClients clients, AccessTokens tokens, TimeSpan defaultTokenLifetime)
{
    /// <summary>The longest lifetime that the platform allows, in seconds.</summary>
    private const int MaxTokenLifetime = 172_800;

    public Task HandleAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["clientId"]!;
        var body = new MemberReader(StrictJson.Parse(context.Exchange().Body));
        var secret = body.OptionalText("secret");
        var scopes = ReadScopes(body);
        var lifetime = body.OptionalInteger("tokenLifetime", 1, MaxTokenLifetime);
        var organizationId = body.OptionalText("organizationId");
        var revokesTokens = body.OptionalFlag("revokeTokens") ?? false;
        body.RefuseUnknown();

        var known = clients.Find(id);
        if (known is null && secret is null)
        {
            throw new RefusalException(StatusCodes.Status404NotFound, $"There is no client '{id}'; add a secret to create it");
        }

        var client = known ?? new OAuthClient(id, secret!, Scopes.All, defaultTokenLifetime);
        client = client with
        {
            Secret = secret ?? client.Secret,
            Scopes = scopes ?? client.Scopes,
            TokenLifetime = lifetime is { } seconds ? TimeSpan.FromSeconds(seconds) : client.TokenLifetime,
            OrganizationId = organizationId ?? client.OrganizationId,
        };
        clients.Set(client);
        if (revokesTokens)
        {
            tokens.RevokeAll(id);
        }

        return JsonResponse.WriteAsync(context, known is null ? StatusCodes.Status201Created : StatusCodes.Status200OK, new
        {
            ClientId = id,
            client.Scopes,
            TokenLifetime = client.TokenLifetime.TotalSeconds,
            client.OrganizationId,
        });
    }

    private static List<string>? ReadScopes(MemberReader body)
    {
        var items = body.OptionalList("scopes");
        return items is null || items.All(item => item.ValueKind == JsonValueKind.String)
            ? items?.Select(item => item.GetString()!).ToList()
            : throw body.Refuse("'scopes' must hold strings only", "scopes");
    }
}
