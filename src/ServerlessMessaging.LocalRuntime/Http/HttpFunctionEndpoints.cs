using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>One endpoint per HTTP function.</summary>
internal sealed class HttpFunctionEndpoints : EndpointDataSource
{
    private readonly Lazy<IReadOnlyList<Endpoint>> _endpoints;

    // The catalog is read late, so that a bad declaration is an error of the start and not of the build.
    public HttpFunctionEndpoints(IServiceProvider services) =>
        _endpoints = new(() =>
        {
            var routePrefix = services.GetRequiredService<HostJson>().RoutePrefix;
            var functions = services.GetRequiredService<FunctionCatalog>().Functions.OfType<HttpFunction>();
            return [.. functions.Select(function => Map(function, routePrefix, services))];
        });

    public override IReadOnlyList<Endpoint> Endpoints => _endpoints.Value;

    public override IChangeToken GetChangeToken() => NullChangeToken.Singleton;

    private static Endpoint Map(HttpFunction function, string routePrefix, IServiceProvider services)
    {
        var handler = ActivatorUtilities.CreateInstance<HttpFunctionHandler>(services, function);
        var builder = new RouteEndpointBuilder(handler.HandleAsync, RoutePatternFactory.Parse(function.Path(routePrefix)), order: 0)
        {
            DisplayName = function.Name,
        };
        builder.Metadata.Add(function);
        if (function.Methods.Count > 0)
        {
            builder.Metadata.Add(new HttpMethodMetadata(function.Methods));
        }

        return builder.Build();
    }
}
