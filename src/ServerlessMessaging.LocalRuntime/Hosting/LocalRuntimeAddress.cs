using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>Where the functions answer, known once the application has started.</summary>
public sealed class LocalRuntimeAddress
{
    private readonly IServer _server;

    internal LocalRuntimeAddress(IServer server) => _server = server;

    /// <summary>Scheme, host and port, ending in a slash; the route prefix is not part of it.</summary>
    /// <exception cref="InvalidOperationException">The application has not started.</exception>
    public Uri Uri => _server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } address
        ? new Uri(address)
        : throw new InvalidOperationException("The address is known only after the application has started.");
}
