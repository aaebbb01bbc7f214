using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NSubstitute;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Tests.Storage;

public sealed class StorageServicesTests
{
    [Theory]
    [InlineData("AzureWebJobsStorage", "foo", "is no connection string")]
    [InlineData("AzureWebJobsStorage", "AccountName=a;AccountKey=not-base64!", "is no connection string")]
    [InlineData("AzureWebJobsStorage:queueServiceUri", "foo", "AzureWebJobsStorage__queueServiceUri must be")]
    [InlineData("AzureWebJobsStorage:blobServiceUri", "http://insecure.example", "AzureWebJobsStorage__blobServiceUri must be")]
    [InlineData("Other", "x", "AzureWebJobsStorage is missing")]
    public void AddStorage_WrongSetting_FailsAndNamesIt(string key, string value, string message)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Services((key, value), ("AzureWebJobsStorage:queueServiceUri", key.EndsWith("blobServiceUri", StringComparison.Ordinal) ? "https://q.example" : null)));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not-base64!", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddStorage_AccountName_LeadsToAllServices()
    {
        using var services = Services(("AzureWebJobsStorage:accountName", "mine"), ("AzureWebJobsStorage:clientId", "00000000-0000-0000-0000-000000000000"));

        Assert.Equal("https://mine.queue.core.windows.net/", services.GetRequiredService<QueueServiceClient>().Uri.ToString());
        Assert.Equal("https://mine.blob.core.windows.net/", services.GetRequiredService<BlobServiceClient>().Uri.ToString());
        Assert.Equal("https://mine.table.core.windows.net/", services.GetRequiredService<TableServiceClient>().Uri.ToString());
    }

    private static ServiceProvider Services(params (string Key, string? Value)[] settings) => new ServiceCollection()
        .AddSingleton(Substitute.For<TokenCredential>())
        .AddStorage(new ConfigurationBuilder().AddInMemoryCollection(settings.Where(setting => setting.Value is not null).DistinctBy(setting => setting.Key).ToDictionary(setting => setting.Key, setting => setting.Value)).Build())
        .BuildServiceProvider();
}
