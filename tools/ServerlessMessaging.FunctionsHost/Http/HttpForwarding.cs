using System.Net;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace ServerlessMessaging.FunctionsHost.Http;

/// <summary>Forwards requests unchanged to the HTTP server of the worker.</summary>
internal sealed class HttpForwarding(IHttpForwarder forwarder) : IDisposable
{
    private static readonly ForwarderRequestConfig Config = new() { ActivityTimeout = TimeSpan.FromSeconds(240), Version = HttpVersion.Version11 };

    // Without a propagator the traceparent of the caller is forwarded like every header.
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
    });

    public async Task<(ForwarderError Error, Exception? Exception)> SendAsync(HttpContext context, Uri worker)
    {
        var error = await forwarder.SendAsync(context, worker.ToString(), _client, Config);
        return (error, context.Features.Get<IForwarderErrorFeature>()?.Exception);
    }

    public void Dispose() => _client.Dispose();
}
