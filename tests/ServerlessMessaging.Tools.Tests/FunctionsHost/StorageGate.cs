using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Forwarder;

namespace ServerlessMessaging.Tools.Tests.FunctionsHost;

/// <summary>Stands before a storage account's queues and refuses requests where a test wants it to.</summary>
internal sealed class StorageGate : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler());

    private StorageGate(WebApplication application) => _application = application;

    /// <summary>Whether requests get a 403, which no client repeats.</summary>
    public bool Refuse { get; set; }

    public string ConnectionString { get; private set; } = string.Empty;

    public static async Task<StorageGate> StartAsync(string connectionString)
    {
        var parts = connectionString.Split(';').Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
        var queues = new Uri(parts["QueueEndpoint"]);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddHttpForwarder();
        var gate = new StorageGate(builder.Build());
        var forwarder = gate._application.Services.GetRequiredService<IHttpForwarder>();
        gate._application.Run(async context =>
        {
            if (gate.Refuse)
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return;
            }

            await forwarder.SendAsync(context, queues.GetLeftPart(UriPartial.Authority), gate._client);
        });
        await gate._application.StartAsync(TestContext.Current.CancellationToken);
        parts["QueueEndpoint"] = $"{gate._application.Urls.Single()}{queues.AbsolutePath}";
        gate.ConnectionString = string.Join(';', parts.Select(part => $"{part.Key}={part.Value}"));
        return gate;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _client.Dispose();
    }
}
