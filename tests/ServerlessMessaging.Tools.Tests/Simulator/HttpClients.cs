using Microsoft.Extensions.DependencyInjection;

namespace ServerlessMessaging.Tools.Tests.Simulator;

internal static class HttpClients
{
    private static readonly IHttpClientFactory Factory =
        new ServiceCollection().AddHttpClient().BuildServiceProvider().GetRequiredService<IHttpClientFactory>();

    public static HttpClient Create(Uri baseAddress)
    {
        var client = Factory.CreateClient();
        client.BaseAddress = baseAddress;
        return client;
    }
}
