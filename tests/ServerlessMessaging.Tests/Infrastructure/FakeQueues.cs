using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>The queues of a storage account in memory. A queue must be created first.</summary>
internal sealed class FakeQueues(TimeProvider time) : QueueServiceClient
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _made = [];
    private readonly List<PutMessage> _messages = [];
    private int _number;

    /// <summary>Which of the next puts fail.</summary>
    public StorageFaultScript Puts { get; } = new();

    /// <summary>Which of the next reads of a queue's properties fail.</summary>
    public StorageFaultScript PropertyReads { get; } = new();

    /// <summary>Runs at each put, before it succeeds.</summary>
    public Action? OnPut { get; set; }

    /// <summary>The messages on a queue, oldest first.</summary>
    public IReadOnlyList<PutMessage> On(string queue)
    {
        lock (_lock)
        {
            return [.. _messages.Where(message => message.Queue == queue)];
        }
    }

    /// <summary>Removes the first message of a queue and returns it as the host delivers it.</summary>
    public QueueMessage Next(string queue, int deliveries = 1)
    {
        lock (_lock)
        {
            var message = _messages.First(message => message.Queue == queue);
            _messages.Remove(message);
            return QueuesModelFactory.QueueMessage(message.Id, "receipt", BinaryData.FromString(message.Text), deliveries, null, message.At, null);
        }
    }

    /// <summary>A message of another application.</summary>
    public QueueMessage Message(BinaryData body, int deliveries = 1) =>
        QueuesModelFactory.QueueMessage($"message-{Interlocked.Increment(ref _number)}", "receipt", body, deliveries, null, time.GetUtcNow(), null);

    public override QueueClient GetQueueClient(string queueName) => new Queue(this, queueName);

    private SendReceipt Put(string queue, string text, TimeSpan? visibility, TimeSpan? timeToLive)
    {
        lock (_lock)
        {
            if (!_made.Contains(queue))
            {
                throw StorageResponses.Fault(404, "QueueNotFound");
            }
        }

        Puts.ThrowIfRefused();
        OnPut?.Invoke();
        var message = new PutMessage($"put-{Interlocked.Increment(ref _number)}", queue, text, visibility, timeToLive, time.GetUtcNow());
        lock (_lock)
        {
            _messages.Add(message);
        }

        if (Puts.TakeLostResponse("POST"))
        {
            throw StorageResponses.Busy;
        }

        return QueuesModelFactory.SendReceipt(message.Id, message.At, message.At, "receipt", message.At);
    }

    private DateTimeOffset Now => time.GetUtcNow();

    private IReadOnlyList<PutMessage> Look(string queue)
    {
        lock (_lock)
        {
            return _made.Contains(queue) ? On(queue) : throw StorageResponses.Fault(404, "QueueNotFound");
        }
    }

    private void Make(string queue)
    {
        lock (_lock)
        {
            _made.Add(queue);
        }
    }

    private sealed class Queue(FakeQueues account, string name) : QueueClient
    {
        public override Task<Response<SendReceipt>> SendMessageAsync(
            string messageText, TimeSpan? visibilityTimeout = null, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return StorageResponses.Create(account.Put(name, messageText, visibilityTimeout, timeToLive));
        }

        public override Task<Response<QueueProperties>> GetPropertiesAsync(CancellationToken cancellationToken = default)
        {
            account.PropertyReads.ThrowIfRefused();
            return StorageResponses.Create(QueuesModelFactory.QueueProperties(new Dictionary<string, string>(), account.Look(name).Count));
        }

        public override Task<Response<PeekedMessage[]>> PeekMessagesAsync(int? maxMessages = null, CancellationToken cancellationToken = default)
        {
            var now = account.Now;
            var visible = account.Look(name).Where(message => message.At + (message.Visibility ?? TimeSpan.Zero) <= now).Take(maxMessages ?? 1);
            return StorageResponses.Create(visible.Select(message => QueuesModelFactory.PeekedMessage(message.Id, BinaryData.FromString(message.Text), 0, message.At, null)).ToArray());
        }

        public override Task<Response> CreateIfNotExistsAsync(IDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
        {
            account.Make(name);
            return Task.FromResult<Response>(null!);
        }
    }
}
