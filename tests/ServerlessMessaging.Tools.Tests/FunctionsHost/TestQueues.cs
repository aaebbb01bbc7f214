using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace ServerlessMessaging.Tools.Tests.FunctionsHost;

/// <summary>The queues of a storage account, as another application uses them.</summary>
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

    /// <summary>Receives the next message of a queue.</summary>
    public async Task<QueueMessage> ReceiveAsync(string queue)
    {
        await Queue(queue).CreateIfNotExistsAsync(cancellationToken: Cancellation);
        return await Eventually.GetAsync(async () => (await Queue(queue).ReceiveMessageAsync(cancellationToken: Cancellation)).Value, message => message is not null, $"No message on {queue}.");
    }

    /// <summary>The number of messages in a queue, and how many of them are visible.</summary>
    public async Task<(int All, int Visible)> CountAsync(string queue)
    {
        QueueProperties properties = await Queue(queue).GetPropertiesAsync(Cancellation);
        PeekedMessage[] visible = await Queue(queue).PeekMessagesAsync(32, Cancellation);
        return (properties.ApproximateMessagesCount, visible.Length);
    }
}
