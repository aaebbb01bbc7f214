using System.Text;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>The storage account as another application uses it.</summary>
internal sealed class TestQueues(string connectionString)
{
    private readonly QueueServiceClient _queues = new(connectionString);

    public string ConnectionString => connectionString;

    public BlobServiceClient Blobs { get; } = new(connectionString);

    public TableServiceClient Tables { get; } = new(connectionString);

    /// <summary>Enqueues a text as it is.</summary>
    /// <returns>The queue's id of the message.</returns>
    public async Task<string> EnqueueAsync(string text, string queue = "messages", TimeSpan? visibleIn = null)
    {
        var client = _queues.GetQueueClient(queue);
        await client.CreateIfNotExistsAsync(cancellationToken: TestContext.Current.CancellationToken);
        SendReceipt receipt = await client.SendMessageAsync(text, visibleIn, cancellationToken: TestContext.Current.CancellationToken);
        return receipt.MessageId;
    }

    /// <summary>Enqueues a text as base64.</summary>
    public Task<string> EnqueueEncodedAsync(string text) => EnqueueAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));

    /// <summary>How many messages a queue holds, visible or hidden.</summary>
    public async Task<int> CountAsync(string queue)
    {
        var client = _queues.GetQueueClient(queue);
        return await client.ExistsAsync(TestContext.Current.CancellationToken)
            ? (await client.GetPropertiesAsync(TestContext.Current.CancellationToken)).Value.ApproximateMessagesCount
            : 0;
    }

    /// <summary>Waits until a queue holds nothing: the host deletes a message after its function has returned.</summary>
    public Task WaitUntilEmptyAsync(string queue) =>
        Eventually.GetAsync(() => CountAsync(queue), count => count == 0, count => $"{count} messages are left on {queue}.");

    /// <summary>The names of a container's blobs; none where it is not there yet.</summary>
    public async Task<IReadOnlyList<string>> BlobsAsync(string container)
    {
        var names = new List<string>();
        var client = Blobs.GetBlobContainerClient(container);
        if (!await client.ExistsAsync(TestContext.Current.CancellationToken))
        {
            return names;
        }

        await foreach (var blob in client.GetBlobsAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            names.Add(blob.Name);
        }

        return names;
    }
}
