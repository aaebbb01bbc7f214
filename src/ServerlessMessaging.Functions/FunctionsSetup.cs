using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

namespace ServerlessMessaging.Functions;

/// <summary>What Program.cs adds to the worker.</summary>
public static class FunctionsSetup
{
    /// <summary>Registers the product and sets the web server's limits.</summary>
    public static FunctionsApplicationBuilder AddServerlessMessagingFunctions(this FunctionsApplicationBuilder builder)
    {
        builder.UseMiddleware<InvocationMiddleware>();
        // First, because a hosted service starts the exporters: what is logged before is not exported.
        builder.Services.AddTelemetry(builder.Configuration);
        builder.Services.AddServerlessMessaging(builder.Configuration);
        builder.Services.AddSingleton<HttpResponses>().AddSingleton<HttpRequests>().AddSingleton<DeadLetterRequests>();
        // The server's own limit results in 500; each function has a limit of its own and responds with 413.
        builder.Services.Configure<KestrelServerOptions>(server => server.Limits.MaxRequestBodySize = null);
        // The host ends the process 10 s after its signal; invocations that are still running are logged before.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(9));
        // Each line would be a message to the host, several per request.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // A 404 or 409 of storage is a normal response here; faults are logged as events of the application.
        builder.Logging.AddFilter("Azure", LogLevel.Error);
        return builder;
    }
}
