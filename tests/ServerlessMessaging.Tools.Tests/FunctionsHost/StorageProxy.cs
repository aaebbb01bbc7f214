using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Forwarder;

namespace ServerlessMessaging.Tools.Tests.FunctionsHost;

/// <summary>A proxy before the queues of a storage account that can simulate an outage.</summary>
internal sealed class StorageProxy : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler());

    private StorageProxy(WebApplication application) => _application = application;

    /// <summary>Whether requests get 403, which clients do not retry.</summary>
    public bool IsUnavailable { get; set; }

    public string ConnectionString { get; private set; } = string.Empty;

    public static async Task<StorageProxy> StartAsync(string connectionString)
    {
        var parts = connectionString.Split(';').Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
        var queues = new Uri(parts["QueueEndpoint"]);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddHttpForwarder();
        var proxy = new StorageProxy(builder.Build());
        var forwarder = proxy._application.Services.GetRequiredService<IHttpForwarder>();
        proxy._application.Run(async context =>
        {
            if (proxy.IsUnavailable)
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return;
            }

            await forwarder.SendAsync(context, queues.GetLeftPart(UriPartial.Authority), proxy._client);
        });
        await proxy._application.StartAsync(TestContext.Current.CancellationToken);
        parts["QueueEndpoint"] = $"{proxy._application.Urls.Single()}{queues.AbsolutePath}";
        proxy.ConnectionString = string.Join(';', parts.Select(part => $"{part.Key}={part.Value}"));
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _client.Dispose();
    }
}
