using Microsoft.Extensions.DependencyInjection;

namespace ServerlessMessaging.DevHost.Hosting;

/// <summary>HTTP to this machine's own ports, past any proxy.</summary>
public static class LoopbackClient
{
    private static readonly IHttpClientFactory Factory = CreateFactory();

    /// <summary>A client with headers of its own.</summary>
    public static HttpClient Create() => Factory.CreateClient();

    private static IHttpClientFactory CreateFactory()
    {
        var services = new ServiceCollection();
        services.AddHttpClient();
        services.ConfigureHttpClientDefaults(client => client.RemoveAllLoggers().UseSocketsHttpHandler((handler, _) => handler.UseProxy = false));
        return services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>();
    }
}
