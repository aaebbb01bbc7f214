using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace ServerlessMessaging.Tools.Tests.FunctionsHost;

/// <summary>The storage account of a test, as another application uses it.</summary>
internal sealed class TestQueues(string connectionString)
{
    private readonly QueueServiceClient _queues = new(connectionString);

    public string ConnectionString => connectionString;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public QueueClient Queue(string name) => _queues.GetQueueClient(name);

    public async Task SendAsync(string queue, string text, TimeSpan? visibleIn = null)
    {
        await Queue(queue).CreateIfNotExistsAsync(cancellationToken: Cancellation);
        await Queue(queue).SendMessageAsync(text, visibleIn, cancellationToken: Cancellation);
    }

    /// <summary>Takes the next message of a queue, as soon as there is one.</summary>
    public async Task<QueueMessage> ReceiveAsync(string queue)
    {
        await Queue(queue).CreateIfNotExistsAsync(cancellationToken: Cancellation);
        return await Eventually.GetAsync(async () => (await Queue(queue).ReceiveMessageAsync(cancellationToken: Cancellation)).Value, message => message is not null, $"No message on {queue}.");
    }

    /// <summary>How many messages a queue holds, and how many of them could be taken now.</summary>
    public async Task<(int All, int Visible)> CountAsync(string queue)
    {
        QueueProperties properties = await Queue(queue).GetPropertiesAsync(Cancellation);
        PeekedMessage[] visible = await Queue(queue).PeekMessagesAsync(32, Cancellation);
        return (properties.ApproximateMessagesCount, visible.Length);
    }
}
