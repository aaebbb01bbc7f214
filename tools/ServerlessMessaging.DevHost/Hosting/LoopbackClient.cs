using Microsoft.Extensions.DependencyInjection;

namespace ServerlessMessaging.DevHost.Hosting;

/// <summary>HTTP clients for ports of this machine, without a proxy.</summary>
public static class LoopbackClient
{
    private static readonly IHttpClientFactory Factory = CreateFactory();

    public static HttpClient Create() => Factory.CreateClient();

    private static IHttpClientFactory CreateFactory()
    {
        var services = new ServiceCollection();
        services.AddHttpClient();
        services.ConfigureHttpClientDefaults(client => client.RemoveAllLoggers().UseSocketsHttpHandler((handler, _) => handler.UseProxy = false));
        return services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>();
    }
}
