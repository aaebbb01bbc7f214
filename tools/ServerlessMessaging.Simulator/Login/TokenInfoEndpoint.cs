using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.Login;

/// <summary>GET /api/v2/tokens/me: the organisation, client and scopes of the caller's token.</summary>
internal sealed class TokenInfoEndpoint(OAuthClients clients)
{
    public Task HandleAsync(HttpContext context)
    {
        var token = context.Exchange().Caller.Token!;
        var organization = new { Id = clients.Find(token.ClientId)!.OrganizationId, Name = "Simulator" };
        return JsonResponse.WriteAsync(context, new
        {
            Organization = organization,
            HomeOrganization = organization,
            AuthorizedScope = token.Scopes,
            OAuthClient = new { Id = token.ClientId, Organization = organization },
        });
    }
}
