using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.Hosting;

/// <summary>A web server on loopback that reads no environment variables and no settings files.</summary>
internal static class LoopbackServer
{
    public static async Task<WebApplication> StartAsync(
        int port, X509Certificate2? certificate, Action<WebApplication> configure, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyReading.DrainLimit;
            kestrel.Listen(IPAddress.Loopback, port, listen => Listen(listen, certificate));
        });
        builder.Services.AddRoutingCore();

        // Requests delayed by a fault must not delay the stop.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));

        var app = builder.Build();
        try
        {
            configure(app);
            await app.StartAsync(cancellationToken);
            return app;
        }
        catch (Exception exception)
        {
            await app.DisposeAsync();
            if (exception is IOException { InnerException: AddressInUseException })
            {
                throw new IOException($"Port {port} is in use.", exception);
            }

            if (exception is SocketException)
            {
                throw new IOException($"Port {port} cannot be opened: {exception.Message}.", exception);
            }

            throw;
        }
    }

    public static int PortOf(WebApplication app) =>
        new Uri(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single()).Port;

    private static void Listen(ListenOptions listen, X509Certificate2? certificate)
    {
        // With HTTP/1.1 a dropped connection affects one request only.
        listen.Protocols = HttpProtocols.Http1;
        if (certificate is not null)
        {
            listen.UseHttps(certificate);
        }
    }
}
