using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.Login;

/// <summary>Lets a request through to its endpoint only with a token that carries the endpoint's scope.</summary>
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

    private static void Check(HttpContext context, string scope)
    {
        var caller = context.Exchange().Caller;
        if (caller.Refusal is { } refusal)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"Genesys Cloud simulator\"";

            // A new one each time, because one instance must not be thrown by two requests at once.
            throw new RefusalException(refusal.Status, refusal.Message) { Code = refusal.Code };
        }

        if (!caller.Token!.Scopes.Contains(scope, StringComparer.Ordinal))
        {
            throw new RefusalException(StatusCodes.Status403Forbidden, $"The client lacks the permission {scope}") { Code = "missing.permissions" };
        }
    }

    private sealed record RequiredScope(string Name);
}
