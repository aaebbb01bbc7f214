using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMessaging.Logging;

namespace ServerlessMessaging.Functions;

/// <content>Logs, activities and metrics of the deployable, by OpenTelemetry. The packages restore for the Worker runtime only, so this file compiles there only.</content>
public static partial class FunctionsSetup
{
    private const string ConnectionString = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    static partial void AddTelemetry(FunctionsApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry();
        telemetry.UseFunctionsWorkerDefaults();
        telemetry.WithTracing(tracing => tracing.AddSource(Telemetry.Name));
        telemetry.WithMetrics(metrics => metrics.AddMeter(Telemetry.Name));
        // The exporter refuses to start without an address; a functions app may go without Application Insights.
        if (!string.IsNullOrEmpty(builder.Configuration[ConnectionString]))
        {
            telemetry.UseAzureMonitorExporter();
            // Application Insights takes no keys: the application sends as its identity. After the exporter's own options, which stay away where there are any.
            builder.Services.AddOptions<AzureMonitorExporterOptions>().Configure<TokenCredential>((options, credential) => options.Credential = credential);
        }
    }
}
