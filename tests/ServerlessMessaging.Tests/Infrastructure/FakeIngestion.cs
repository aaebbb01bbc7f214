using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>The ingestion endpoint of Application Insights, in memory: over HTTP the exporter would send no token.</summary>
internal sealed class FakeIngestion : HttpMessageHandler
{
    private const string Token = "token-of-the-identity";
    private readonly ConcurrentQueue<JsonElement> _items = new();

    // Exporters with the same instrumentation key share a transport.
    public string ConnectionString { get; } = $"InstrumentationKey={Guid.NewGuid()};IngestionEndpoint=https://ingestion.example/;LiveEndpoint=https://live.example/";

    /// <summary>Log records; those with an exception are of the type <c>ExceptionData</c>.</summary>
    public IReadOnlyList<TelemetryItem> Logs => Items("MessageData", "ExceptionData");

    public IReadOnlyList<TelemetryItem> Spans => Items("RequestData", "RemoteDependencyData");

    public IReadOnlyList<TelemetryItem> Metrics => Items("MetricData");

    /// <summary>Makes the exporter send to this endpoint with a token that it accepts.</summary>
    public void Use(IServiceCollection services)
    {
        services.AddSingleton(DelegatedTokenCredential.Create((_, _) => new AccessToken(Token, DateTimeOffset.MaxValue)));
        services.Configure<AzureMonitorExporterOptions>(exporter =>
        {
            exporter.Transport = new HttpClientTransport(this);
            exporter.DisableOfflineStorage = true;
            // The activities of tests that run meanwhile would use up the default rate.
            exporter.TracesPerSecond = null;
        });
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(Send(request, cancellationToken));

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.AbsoluteUri != "https://ingestion.example/v2.1/track")
        {
            return new(HttpStatusCode.NotFound);
        }

        if (request.Headers.Authorization?.ToString() != $"Bearer {Token}")
        {
            return new(HttpStatusCode.Unauthorized);
        }

        var count = 0;
        using var lines = new StreamReader(Body(request.Content!, cancellationToken));
        while (lines.ReadLine() is { } line)
        {
            _items.Enqueue(JsonElement.Parse(line));
            count++;
        }

        return new(HttpStatusCode.OK) { Content = new StringContent($$"""{"itemsReceived":{{count}},"itemsAccepted":{{count}},"errors":[]}""") };
    }

    private static Stream Body(HttpContent content, CancellationToken cancellationToken) => content.Headers.ContentEncoding.Contains("gzip")
        ? new GZipStream(content.ReadAsStream(cancellationToken), CompressionMode.Decompress)
        : content.ReadAsStream(cancellationToken);

    private IReadOnlyList<TelemetryItem> Items(params string[] types) =>
        [.. _items.Select(item => new TelemetryItem(item)).Where(item => types.Contains(item.Type))];
}
