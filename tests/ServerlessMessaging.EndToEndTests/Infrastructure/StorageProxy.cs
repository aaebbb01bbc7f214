using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>Stands before the services of a storage account: forwards every call, and loses the responses that a test chooses after the service has processed the call.</summary>
internal sealed partial class StorageProxy : IAsyncDisposable
{
    private static readonly HashSet<string> OfTheConnection = new(["Host", "Connection", "Transfer-Encoding", "Expect", "Keep-Alive"], StringComparer.OrdinalIgnoreCase);

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
    private readonly ConcurrentDictionary<string, WebApplication> _ports = new();
    private readonly Func<StorageCall, bool> _loses;

    private StorageProxy(Func<StorageCall, bool> loses) => _loses = loses;

    /// <summary>The connection string of the account behind this proxy.</summary>
    public string ConnectionString { get; private set; } = null!;

    /// <summary>Starts it before an account.</summary>
    /// <param name="account">The account's connection string.</param>
    /// <param name="loses">Whether the response to a call is lost; called before the service processes it.</param>
    public static async Task<StorageProxy> StartAsync(string account, Func<StorageCall, bool> loses)
    {
        var proxy = new StorageProxy(loses);
        foreach (Match endpoint in Endpoint.Matches(account))
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            {
                kestrel.Listen(IPAddress.Loopback, 0);
                kestrel.AddServerHeader = false;
            });
            var app = proxy._ports[endpoint.Groups["service"].Value] = builder.Build();
            app.Run(context => proxy.ForwardAsync(context, endpoint.Groups["service"].Value, endpoint.Groups["address"].Value));
            await app.StartAsync(TestContext.Current.CancellationToken);
        }

        proxy.ConnectionString = Endpoint.Replace(account, match => $"{match.Groups["service"].Value}Endpoint={AddressOf(proxy._ports[match.Groups["service"].Value])}");
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _ports.Values)
        {
            await app.DisposeAsync();
        }

        _http.Dispose();
    }

    private static string AddressOf(WebApplication app) => app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();

    private async Task ForwardAsync(HttpContext context, string service, string address)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var call = new StorageCall(service, context.Request.Method, target, Encoding.UTF8.GetString(body.ToArray()), context.Request.Headers["x-ms-client-request-id"].ToString());
        var isLost = _loses(call);
        // The caller's signature covers the target as it was written.
        using var request = new HttpRequestMessage(new(call.Method), new Uri(address + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Content = context.Request.Headers.ContentLength is null ? null : new ByteArrayContent(body.ToArray());
        foreach (var (name, value) in context.Request.Headers.Where(header => !OfTheConnection.Contains(header.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value.AsEnumerable()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value.AsEnumerable());
            }
        }

        // Processed to its end, also where the caller no longer waits.
        using var response = await _http.SendAsync(request, CancellationToken.None);
        var bytes = await response.Content.ReadAsByteArrayAsync(CancellationToken.None);
        if (isLost)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => !OfTheConnection.Contains(header.Key)))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        if (bytes.Length > 0)
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }

    [GeneratedRegex("(?<service>Blob|Queue|Table)Endpoint=(?<address>http://[^/]+)")]
    private static partial Regex Endpoint { get; }
}

/// <summary>A call of a storage service.</summary>
/// <param name="Service"><c>Blob</c>, <c>Queue</c> or <c>Table</c>.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Target">The path and query.</param>
/// <param name="Body">The body as text.</param>
/// <param name="Id">The same for all tries of a call.</param>
internal sealed partial record StorageCall(string Service, string Method, string Target, string Body, string Id)
{
    /// <summary>The call without its keys: the method, the table, queue or container, and what tells call sites of one address apart.</summary>
    public string Site => Service switch
    {
        "Table" => $"{Method} {TableOf()}{StateOf()}",
        "Queue" => $"{Method} {QueueOf()}",
        _ => $"{Method} {ContainerOf()}",
    };

    private string[] Segments => Target.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries)[1..];

    private string TableOf() => Segments is [var resource, ..] ? resource.Contains("='", StringComparison.Ordinal) || resource.Contains("=%27", StringComparison.Ordinal) ? $"{resource.Split('(')[0]}(...)" : resource.TrimEnd('(', ')') : "tables";

    private string StateOf() => State.Match(Body) is { Success: true } state ? $" {state.Groups["state"].Value}" : string.Empty;

    // A copy of a request names its attempt: null for one without a record, 1 for an accepted one, more for a deferred one.
    private string QueueOf() => Segments switch
    {
        [] => "queues",
        [var queue] => $"{queue}{(Target.Contains("comp=metadata", StringComparison.Ordinal) ? " metadata" : string.Empty)}",
        [var queue, "messages"] => $"{queue}/messages{(Target.Contains("peekonly", StringComparison.Ordinal) ? " peek" : string.Empty)}{AttemptOf(queue)}",
        [var queue, ..] => $"{queue}/messages/...",
    };

    private string AttemptOf(string queue) =>
        queue == "messages-deferred" && Attempt.Match(Body) is { Success: true } attempt ? $" attempt {(attempt.Groups["attempt"].Value is "null" or "1" ? attempt.Groups["attempt"].Value : "2+")}" : string.Empty;

    private string ContainerOf() => Segments switch
    {
        [] => "containers",
        [var container] => $"{container}{(Target.Contains("comp=list", StringComparison.Ordinal) ? " list" : string.Empty)}",
        [var container, ..] => $"{container}/...",
    };

    [GeneratedRegex("\"(State|Status)\":\"(?<state>\\w+)\"")]
    private static partial Regex State { get; }

    [GeneratedRegex("attempt(\"|&quot;|\\\\u0022):(?<attempt>\\w+)")]
    private static partial Regex Attempt { get; }
}
