using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Queues;
using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.StorageRequests;

/// <summary>The policy detects requests that Azure would refuse and the emulator accepts.</summary>
public sealed class StoragePolicyTests
{
    private readonly StoragePolicy _policy = new();

    [Theory]
    [InlineData("fits", 0, -1, "")]
    [InlineData("fits", 604_800, -1, "")]
    [InlineData("a time to live", 0, 3600, "time to live")]
    [InlineData("a long visibility", 604_801, -1, "visibility")]
    public async Task OnSendingRequest_TimesOfAMessage_AreChecked(string text, int visibility, int timeToLive, string fault)
    {
        await SendAsync(text, TimeSpan.FromSeconds(visibility), TimeSpan.FromSeconds(timeToLive));

        AssertFault(fault);
        Assert.Equal((1, 0, 0), _policy.Checked);
    }

    [Theory]
    [InlineData(60_000, 'x', "")]
    [InlineData(60_001, 'x', "does not fit")]
    [InlineData(10, 'é', "ASCII")]
    public async Task OnSendingRequest_TextOfAMessage_IsChecked(int length, char character, string fault)
    {
        await SendAsync(new string(character, length), TimeSpan.Zero, TimeSpan.FromSeconds(-1));

        AssertFault(fault);
    }

    [Theory]
    [InlineData(8_000, "")]
    [InlineData(8_200, "do not fit")]
    public async Task OnSendingRequest_SizeOfMetadata_IsChecked(int length, string fault)
    {
        var container = new BlobServiceClient(await TestStorage.NewAccountAsync(), Watched(new BlobClientOptions())).GetBlobContainerClient("any");
        await container.CreateIfNotExistsAsync(cancellationToken: TestContext.Current.CancellationToken);
        var options = new AppendBlobCreateOptions { Metadata = new Dictionary<string, string> { ["record"] = new('x', length) } };

        await IgnoreAsync(() => container.GetAppendBlobClient("any").CreateAsync(options, TestContext.Current.CancellationToken));

        AssertFault(fault);
        Assert.Equal((0, 1, 0), _policy.Checked);
    }

    [Theory]
    [InlineData("r-1", 1, 32_768, "")]
    [InlineData("r-1", 1, 32_769, "does not fit")]
    [InlineData("r-1", 16, 32_768, "does not fit")]
    [InlineData("r/1", 1, 1, "cannot be one")]
    [InlineData("r\n1", 1, 1, "cannot be one")]
    public async Task OnSendingRequest_SizesAndKeysOfAnEntity_AreChecked(string key, int properties, int length, string fault)
    {
        var table = await TableAsync();
        var entity = new TableEntity("p", key);
        foreach (var number in Enumerable.Range(0, properties))
        {
            entity[$"Property{number}"] = new string('漢', length);
        }

        await IgnoreAsync(() => table.AddEntityAsync(entity, TestContext.Current.CancellationToken));

        AssertFault(fault);
        Assert.Equal((0, 0, 1), _policy.Checked);
    }

    private async Task<TableClient> TableAsync()
    {
        var table = new TableServiceClient(await TestStorage.NewAccountAsync(), Watched(new TableClientOptions())).GetTableClient("any");
        await table.CreateIfNotExistsAsync(TestContext.Current.CancellationToken);
        return table;
    }

    private async Task SendAsync(string text, TimeSpan visibility, TimeSpan timeToLive)
    {
        var queue = new QueueServiceClient(await TestStorage.NewAccountAsync(), Watched(new QueueClientOptions())).GetQueueClient("any");
        await queue.CreateIfNotExistsAsync(cancellationToken: TestContext.Current.CancellationToken);
        await IgnoreAsync(() => queue.SendMessageAsync(text, visibility, timeToLive, TestContext.Current.CancellationToken));
    }

    private T Watched<T>(T options)
        where T : ClientOptions
    {
        options.AddPolicy(_policy, HttpPipelinePosition.PerRetry);
        return options;
    }

    private void AssertFault(string fault)
    {
        if (fault.Length == 0)
        {
            Assert.Empty(_policy.Faults);
        }
        else
        {
            Assert.Contains(fault, Assert.Single(_policy.Faults), StringComparison.Ordinal);
        }
    }

    // The response of the emulator does not matter.
    private static async Task IgnoreAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (RequestFailedException)
        {
        }
    }
}
