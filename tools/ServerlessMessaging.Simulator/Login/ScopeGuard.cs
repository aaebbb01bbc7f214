using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.Login;

/// <summary>Refuses requests whose token lacks the scope of the endpoint.</summary>
internal static class ScopeGuard
{
    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>() is { Name: var scope })
        {
            Check(context, scope);
        }

        return next(context);
    }

    public static TBuilder RequireScope<TBuilder>(this TBuilder endpoint, string scope) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new RequiredScope(scope));

    /// <summary>Any valid token will do.</summary>
    public static TBuilder RequireToken<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new RequiredScope(null));

    private static void Check(HttpContext context, string? scope)
    {
        var caller = context.Exchange().Caller;
        if (caller.Refusal is { } refusal)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"Genesys Cloud simulator\"";

            // A new instance, because concurrent requests must not throw the same one.
            throw new RefusalException(refusal.Status, refusal.Message) { Code = refusal.Code };
        }

        if (scope is not null && !caller.Token!.Scopes.Contains(scope, StringComparer.Ordinal))
        {
            throw new RefusalException(StatusCodes.Status403Forbidden, $"The client lacks the permission {scope}") { Code = "missing.permissions" };
        }
    }

    private sealed record RequiredScope(string? Name);
}
