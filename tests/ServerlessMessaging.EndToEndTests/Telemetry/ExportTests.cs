using System.Globalization;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Logs;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.Telemetry;

public sealed class ExportTests
{
    private const int Sends = 40;

    [Fact]
    public async Task SendMessage_NoTraceSampled_EverySendIsLoggedInApplicationInsights()
    {
        using var ingestion = new FakeIngestion();
        await using var system = await TestSystem.StartAsync(
            services =>
            {
                ingestion.Use(services);
                services.Configure<AzureMonitorExporterOptions>(exporter => exporter.SamplingRatio = 0);
            },
            ("APPLICATIONINSIGHTS_CONNECTION_STRING", ingestion.ConnectionString));
        string[] ids = [.. Enumerable.Range(10, Sends).Select(number => $"invoice-{number}")];

        foreach (var id in ids)
        {
            Assert.Equal(200, (await system.SendAsync(SendRequests.WithId(id), ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"))).Status);
        }

        Assert.True(system.Services.GetRequiredService<LoggerProvider>().ForceFlush());
        var sent = EventIds.MessageSent.ToString(CultureInfo.InvariantCulture);
        Assert.Equal(ids, ingestion.Logs.Where(log => log.Property("EventId") == sent).Select(log => log.Property("Id")).Order(StringComparer.Ordinal));
    }
}
