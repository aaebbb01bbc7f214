using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using ServerlessMessaging.Functions;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Functions;

public sealed partial class TelemetryExportTests
{
    private static readonly string[] Ids = [.. Enumerable.Range(10, 40).Select(number => $"invoice-{number}")];

    private static IEnumerable<string> Sent => Ids.Select(id => $"Message {id} was sent");

    [Fact]
    public async Task AddTelemetry_HalfTheTracesNotSampled_ApplicationInsightsGetsEveryLog()
    {
        using var ingestion = new FakeIngestion();

        await RunAsync(LogSends, ingestion);

        Assert.Equal(Sent, ingestion.Logs.Select(log => log.Message).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task AddTelemetry_LogsWithAndWithoutException_HoldWhatTheAlertsQuery()
    {
        using var ingestion = new FakeIngestion();

        await RunAsync(
            services =>
            {
                Log.Sent(LoggerOf(services), "invoice-1");
                Log.Failed(LoggerOf(services), new InvalidOperationException("Broken"), "invoice-2");
            },
            ingestion);

        Assert.Equal(["MessageData", "ExceptionData"], ingestion.Logs.Select(log => log.Type));
        Assert.Equal([EventIds.MessageSent, EventIds.FunctionFailedUnexpectedly], ingestion.Logs.Select(log => int.Parse(log.Property("EventId")!, CultureInfo.InvariantCulture)));
        Assert.Equal(["invoice-1", "invoice-2"], ingestion.Logs.Select(log => log.Property("Id")));
        // On Azure the name of the function app, which the alerts query; elsewhere the entry assembly's.
        Assert.All(ingestion.Logs, log => Assert.Equal(Assembly.GetEntryAssembly()!.GetName().Name, log.Role));
    }

    [Fact]
    public async Task AddTelemetry_ConnectionString_ApplicationInsightsGetsSpansAndMetrics()
    {
        using var ingestion = new FakeIngestion();

        await RunAsync(SpanAndMetric, ingestion);

        Assert.Contains("telemetry-export-span", ingestion.Spans.Select(span => span.Name));
        Assert.Contains("serverlessmessaging.messages", ingestion.Metrics.Select(metric => metric.Metric));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AddTelemetry_OtlpEndpoint_CollectorGetsEverySignal(bool alsoApplicationInsights)
    {
        using var ingestion = alsoApplicationInsights ? new FakeIngestion() : null;
        await using var collector = await OtlpCollector.StartAsync();

        await RunAsync(
            services =>
            {
                LogSends(services);
                SpanAndMetric(services);
            },
            ingestion,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));

        Assert.All(Ids, id => Assert.True(collector.Received("logs", id), id));
        Assert.True(collector.Received("traces", "telemetry-export-span"));
        Assert.True(collector.Received("metrics", "serverlessmessaging.messages"));
        Assert.Equal(alsoApplicationInsights ? Ids.Length : 0, ingestion?.Logs.Count ?? 0);
    }

    // Without the schema version the worker's log scope holds the invocation id, without which the host drops a log from its console.
    [Theory]
    [InlineData(false, false, null, null)]
    [InlineData(false, true, "True", null)]
    [InlineData(true, false, "True", "1.37.0")]
    [InlineData(true, true, "True", "1.37.0")]
    public void AddServerlessMessagingFunctions_Destinations_DecideTheCapabilities(bool connectionString, bool otlpEndpoint, string? exportsItself, string? schema)
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = connectionString ? $"InstrumentationKey={Guid.NewGuid()}" : string.Empty,
            ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = otlpEndpoint ? "http://127.0.0.1:4317" : string.Empty,
        });
        builder.AddServerlessMessagingFunctions();

        using var host = builder.Build();

        var capabilities = host.Services.GetRequiredService<IOptions<WorkerOptions>>().Value.Capabilities.AsReadOnly();
        Assert.Equal(exportsItself, capabilities.GetValueOrDefault("WorkerOpenTelemetryEnabled"));
        Assert.Equal(schema, capabilities.GetValueOrDefault("WorkerOpenTelemetrySchemaVersion"));
        Assert.Equal(exportsItself is not null, host.Services.GetService<LoggerProvider>() is not null);
    }

    // Every other caller's trace is not sampled: traceparent ...-00.
    private static void LogSends(IServiceProvider services)
    {
        foreach (var (number, id) in Ids.Index())
        {
            using var invocation = new Activity("invocation")
                .SetParentId(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), number % 2 == 0 ? ActivityTraceFlags.None : ActivityTraceFlags.Recorded)
                .Start();
            Log.Sent(LoggerOf(services), id);
        }
    }

    private static void SpanAndMetric(IServiceProvider services)
    {
        Traces.Start("telemetry-export-span", traceParent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01").Dispose();
        services.GetRequiredService<MessagingMetrics>().CountMessage("route", "sent");
    }

    private static ILogger LoggerOf(IServiceProvider services) => services.GetRequiredService<ILogger<TelemetryExportTests>>();

    private static async Task RunAsync(Action<IServiceProvider> act, FakeIngestion? ingestion, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));
        builder.Configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"] = ingestion?.ConnectionString;
        builder.Services.AddSingleton<MessagingMetrics>().AddTelemetry(builder.Configuration);
        ingestion?.Use(builder.Services);
        builder.Logging.AddFilter("Microsoft", LogLevel.None);
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);

        act(host.Services);

        Assert.True(host.Services.GetRequiredService<LoggerProvider>().ForceFlush());
        Assert.True(host.Services.GetRequiredService<TracerProvider>().ForceFlush());
        Assert.True(host.Services.GetRequiredService<MeterProvider>().ForceFlush());
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.MessageSent, LogLevel.Information, "Message {Id} was sent")]
        public static partial void Sent(ILogger logger, string id);

        [LoggerMessage(EventIds.FunctionFailedUnexpectedly, LogLevel.Error, "Message {Id} was not sent")]
        public static partial void Failed(ILogger logger, Exception exception, string id);
    }
}
