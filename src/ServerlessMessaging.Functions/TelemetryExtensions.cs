using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using OpenTelemetry;

namespace ServerlessMessaging.Functions;

/// <summary>Export of logs, traces and metrics by OpenTelemetry.</summary>
public static class TelemetryExtensions
{
    private const string ConnectionString = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>
    /// Exports to Application Insights where <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c> is set and by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.
    /// Without either, only the Functions host gets the logs.
    /// </summary>
    /// <param name="services">The application's services. A <see cref="TokenCredential"/> among them is the identity that Application Insights sees.</param>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var toApplicationInsights = !string.IsNullOrWhiteSpace(configuration[ConnectionString]);
        var toOtlp = !string.IsNullOrWhiteSpace(configuration[OtlpEndpoint]);
        if (!toApplicationInsights && !toOtlp)
        {
            return services;
        }

        // The defaults signal to the host that the worker exports, so that the host does not export the same logs again.
        var telemetry = services.AddOpenTelemetry()
            .UseFunctionsWorkerDefaults()
            .WithTracing(tracing => tracing.AddSource(MessagingMetrics.Name))
            .WithMetrics(metrics => metrics.AddMeter(MessagingMetrics.Name));
        if (toApplicationInsights)
        {
            // Alerts count logs, so logs are exported whether or not their trace is sampled.
            telemetry.UseAzureMonitorExporter(exporter => exporter.EnableTraceBasedLogsSampler = false);
            // Application Insights accepts no keys.
            services.AddOptions<AzureMonitorExporterOptions>().Configure<TokenCredential>((exporter, credential) => exporter.Credential = credential);
        }
        else
        {
            // In the schema that the defaults choose, logs lack the invocation id; the host drops them from its console.
            services.Configure<WorkerOptions>(worker => worker.Capabilities.Remove("WorkerOpenTelemetrySchemaVersion"));
        }

        if (toOtlp)
        {
            telemetry.UseOtlpExporter();
        }

        return services;
    }
}
