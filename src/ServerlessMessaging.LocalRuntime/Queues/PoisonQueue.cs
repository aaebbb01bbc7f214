using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>Where a queue's hopeless messages go. A poison queue has none itself.</summary>
internal sealed class PoisonQueue(QueueClient? queue)
{
    private const string Suffix = "-poison";

    public string? Name => queue?.Name;

    public static string? NameFor(string queueName) =>
        !queueName.EndsWith(Suffix, StringComparison.Ordinal) && QueueFunctionRules.IsQueueName(queueName + Suffix) ? queueName + Suffix : null;

    /// <summary>Copies a message as it is, and makes the queue on demand.</summary>
    public async Task AddAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await queue!.SendMessageAsync(message.Body, cancellationToken: cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await queue!.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await queue.SendMessageAsync(message.Body, cancellationToken: cancellationToken);
        }
    }
}
