using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.FunctionsHost.Http;

/// <summary>The HTTP server of the functions, on 127.0.0.1.</summary>
internal sealed class HttpFunctions : IAsyncDisposable
{
    // The official host's default, see FUNCTIONS_REQUEST_BODY_SIZE_LIMIT.
    private const long MaxRequestBodySize = 104_857_600;

    private readonly WebApplication _application;

    private HttpFunctions(WebApplication application) => _application = application;

    public Uri Address => new(_application.Urls.Single());

    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<HttpFunctions> StartAsync(
        FunctionAppHostOptions settings,
        string routePrefix,
        IReadOnlyList<HostedFunction> functions,
        Invoker invoker,
        ManualStarts manualStarts,
        ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        var keys = new FunctionKeys(settings.FunctionKey, settings.MasterKey);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.Limits.MaxRequestBodySize = MaxRequestBodySize;
            options.Listen(IPAddress.Loopback, settings.Port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddProvider(new ForwardedLogs(loggers));
        builder.Services.AddSingleton(keys).AddSingleton(invoker).AddSingleton<HttpForwarding>().AddRouting().AddHttpForwarder();
        var application = builder.Build();
        application.UseRouting();

        // In the official host the method is a route constraint: a wrong method is 404, never 405.
        application.Use((context, next) =>
        {
            if (context.GetEndpoint() is RouteEndpoint)
            {
                return next(context);
            }

            context.SetEndpoint(null);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        Map(application, routePrefix, functions, loggers);
        AdminEndpoint.Map(application, functions, keys, manualStarts.Start, loggers.CreateLogger(HostLog.Category));

        // The official host has a start page here too.
        application.MapGet("/", () => Results.Text("The functions are running.")).WithOrder(int.MaxValue);
        try
        {
            await application.StartAsync(cancellationToken);
            return new HttpFunctions(application);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }

    /// <summary>Accepts no new requests and waits for those in flight; the token aborts them.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _application.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static void Map(WebApplication application, string routePrefix, IReadOnlyList<HostedFunction> functions, ILoggerFactory loggers)
    {
        foreach (var function in functions.Where(function => function.Route is not null))
        {
            var handler = ActivatorUtilities.CreateInstance<HttpFunctionHandler>(application.Services, function, loggers.CreateLogger($"{HostLog.Category}.{function.Name}"));
            try
            {
                var endpoint = application.Map(RoutePatternFactory.Parse($"{routePrefix}/{function.Route}"), handler.HandleAsync);
                if (function.Methods.Count > 0)
                {
                    endpoint.WithMetadata(new HttpMethodMetadata(function.Methods));
                }
            }
            catch (RoutePatternException exception)
            {
                throw new FunctionAppHostException($"The route of function {function.Name} is not valid: {exception.Message}", exception);
            }
        }
    }
}
