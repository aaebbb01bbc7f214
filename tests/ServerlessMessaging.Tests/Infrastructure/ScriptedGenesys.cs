using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>Genesys with scripted responses by path: in order, the last one repeated. Records every call.</summary>
internal sealed class ScriptedGenesys : HttpMessageHandler
{
    /// <summary>The body of a 403 that is a fault of the access.</summary>
    public const string NotAuthorized = """{"code":"not.authorized"}""";

    private readonly ConcurrentDictionary<string, ConcurrentQueue<Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>>> _scripts = new();
    private readonly ConcurrentQueue<ReceivedCall> _received = new();

    public IReadOnlyList<ReceivedCall> Received => [.. _received];

    public IReadOnlyList<ReceivedCall> To(string path) => [.. _received.Where(call => call.Path == path)];

    public ScriptedGenesys On(string path, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> response)
    {
        _scripts.GetOrAdd(path, _ => new()).Enqueue(response);
        return this;
    }

    public ScriptedGenesys On(string path, HttpStatusCode status, string? body = null, params (string Name, string Value)[] headers) =>
        On(path, (_, _) => Task.FromResult(CreateResponse(status, body ?? (status == HttpStatusCode.Forbidden ? NotAuthorized : "{}"), headers)));

    public ScriptedGenesys Remove(string path)
    {
        _scripts.TryRemove(path, out _);
        return this;
    }

    public static HttpResponseMessage CreateResponse(HttpStatusCode status, string body, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        var script = _scripts.TryGetValue(path, out var found) ? found : throw new InvalidOperationException($"No script for {path}");
        var response = script.Count > 1 && script.TryDequeue(out var next) ? next : script.TryPeek(out var last) ? last : throw new InvalidOperationException(path);
        var unread = response.Method.Name == nameof(ConnectionFails);
        var body = request.Content is null || unread ? string.Empty : await request.Content.ReadAsStringAsync(cancellationToken);
        _received.Enqueue(new ReceivedCall(request.Method.Method, path, request.RequestUri.Query, request.Headers.Authorization?.ToString(), body)
        {
            TraceParent = request.Headers.TryGetValues("traceparent", out var trace) ? trace.Single() : null,
        });
        return await response(request, cancellationToken);
    }

    /// <summary>The connection fails before anything of the request is sent.</summary>
    public static Task<HttpResponseMessage> ConnectionFails(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new HttpRequestException(HttpRequestError.ConnectionError, "refused");

    /// <summary>The request is sent, then the connection ends without a response.</summary>
    public static Task<HttpResponseMessage> LoseResponse(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new HttpRequestException(HttpRequestError.ResponseEnded, "cut");
}

/// <summary>A received call.</summary>
internal sealed record ReceivedCall(string Method, string Path, string Query, string? Authorization, string Body)
{
    /// <summary>The header traceparent.</summary>
    public string? TraceParent { get; init; }
}
