using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>An OpenTelemetry collector for OTLP over HTTP. Records every post.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _posts = new();
    private readonly WebApplication _server;

    private OtlpCollector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.MapPost("/v1/{signal}", async (string signal, Stream body) =>
        {
            using var bytes = new MemoryStream();
            await body.CopyToAsync(bytes);
            _posts.Enqueue((signal, bytes.ToArray()));
        });
    }

    public string Address => _server.Urls.Single();

    public static async Task<OtlpCollector> StartAsync()
    {
        var collector = new OtlpCollector();
        await collector._server.StartAsync();
        return collector;
    }

    /// <summary>Whether a text was posted. Protobuf holds strings as they are.</summary>
    /// <param name="signal"><c>logs</c>, <c>traces</c> or <c>metrics</c>.</param>
    /// <param name="text">A part of a post's body.</param>
    public bool Received(string signal, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return _posts.Any(post => post.Path == signal && post.Body.AsSpan().IndexOf(bytes) >= 0);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
