using Azure.Data.Tables;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.Benchmarks.Stubs;

/// <summary>The product's services in this process, with the stub for Genesys and storage.</summary>
internal static class Product
{
    public const string Account = "stub";

    /// <param name="stub">The stub's address.</param>
    /// <param name="tables">Its tables; null for the stub's.</param>
    /// <param name="queues">A connection string of the queues; null for the stub's.</param>
    public static ServiceProvider Create(string stub, TableServiceClient? tables, string? queues = null)
    {
        var settings = Settings(stub);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning)).AddHttpClient();
        services.AddSingleton<SecretClient>(new StubVault());
        if (tables is not null)
        {
            services.AddSingleton(tables);
        }

        if (queues is not null)
        {
            services.AddSingleton(new Azure.Storage.Queues.QueueServiceClient(queues));
        }

        return services.AddServerlessMessaging(configuration).BuildServiceProvider();
    }

    public static Dictionary<string, string?> Settings(string stub) => new()
    {
        ["AzureWebJobsStorage"] = ConnectionString(stub),
        ["Genesys:LoginUrl"] = stub,
        ["Genesys:ApiUrl"] = stub,
        ["Genesys:Clients:0:ClientId"] = "benchmarks",
        ["KeyVault:Uri"] = "https://127.0.0.1:9",
        ["Webhook:SecretNames:0"] = "webhook-secret",
    };

    public static string ConnectionString(string stub)
    {
        var address = $"{stub.TrimEnd('/')}/{Account}";
        return $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Convert.ToBase64String(new byte[64])};BlobEndpoint={address};QueueEndpoint={address};TableEndpoint={address}";
    }
}
