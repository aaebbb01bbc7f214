using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>A bot flow with scripted responses: in order, the last one repeated. Records every call.</summary>
internal sealed class ScriptedFlow : HttpMessageHandler
{
    private readonly ConcurrentQueue<FlowCall> _received = new();
    private ConcurrentQueue<Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>> _script = new();

    public IReadOnlyList<FlowCall> Received => [.. _received];

    /// <summary>Replaces the script by this response.</summary>
    public ScriptedFlow Now(HttpStatusCode status, string body = "") => Now((_, _) => Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8) }));

    /// <summary>Replaces the script by this response.</summary>
    public ScriptedFlow Now(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> response)
    {
        _script = new([response]);
        return this;
    }

    /// <summary>Adds a response to the script.</summary>
    public ScriptedFlow Then(HttpStatusCode status, string body = "")
    {
        _script.Enqueue((_, _) => Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8) }));
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _received.Enqueue(new(
            request.RequestUri!,
            request.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase),
            request.Content!.Headers.ContentType!.ToString(),
            await request.Content.ReadAsByteArrayAsync(cancellationToken)));
        var response = _script.Count > 1 && _script.TryDequeue(out var next) ? next : _script.TryPeek(out var last) ? last : null;
        return response is null ? new HttpResponseMessage(HttpStatusCode.NoContent) : await response(request, cancellationToken);
    }
}

/// <summary>A received event.</summary>
internal sealed record FlowCall(Uri Url, IReadOnlyDictionary<string, string> Headers, string ContentType, byte[] Body)
{
    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The event.</summary>
    public FlowEvent Event => new(Text);
}
