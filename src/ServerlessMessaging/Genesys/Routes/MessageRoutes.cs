using System.Collections.Frozen;

namespace ServerlessMessaging.Genesys.Routes;

/// <summary>The routes by their kind.</summary>
public sealed class MessageRoutes(IEnumerable<IMessageRoute> routes)
{
    private readonly FrozenDictionary<SendRoute, IMessageRoute> _routes = routes.ToFrozenDictionary(route => route.Kind);

    public IMessageRoute For(SendRoute kind) => _routes[kind];
}
