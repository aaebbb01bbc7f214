using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>Opens a function's storage account by the setting that its trigger names.</summary>
internal sealed class QueueConnections(IConfiguration configuration)
{
    public QueueServiceClient Open(QueueFunction function)
    {
        // The host looks for the name with its own prefix first.
        var connectionString = configuration[$"AzureWebJobs{function.Connection}"] ?? configuration[function.Connection];
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            throw new InvalidOperationException($"Function '{function.Name}' needs the setting '{function.Connection}': a storage account's connection string.");
        }

        try
        {
            // Texts are taken as they are: the encoding is this runtime's business, so that it can poison what it cannot decode.
            return new QueueServiceClient(connectionString, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None });
        }
        catch (FormatException)
        {
            // The exception's own words may hold the account's key.
            throw new InvalidOperationException($"Function '{function.Name}': the setting '{function.Connection}' is not a storage account's connection string.");
        }
    }
}
