using ServerlessMessaging.Simulator.Users;

namespace ServerlessMessaging.Simulator.OpenMessaging;

/// <summary>One user's conversation; at its capacity the oldest message goes.</summary>
internal sealed class Conversation(User user)
{
    private const int Capacity = 100_000;

    private readonly Queue<DeliveredMessage> _messages = new();
    private readonly Lock _lock = new();
    private Guid _id = Guid.NewGuid();

    public User User { get; } = user;

    public void Add(DeliveredMessage message)
    {
        lock (_lock)
        {
            if (_messages.Count == Capacity)
            {
                _messages.Dequeue();
            }

            _messages.Enqueue(message);
        }
    }

    public (Guid Id, IReadOnlyList<DeliveredMessage> Messages) Read(int latest)
    {
        lock (_lock)
        {
            return (_id, [.. _messages.Skip(_messages.Count - Math.Min(latest, _messages.Count))]);
        }
    }

    /// <summary>What follows is a new conversation.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _messages.Clear();
            _id = Guid.NewGuid();
        }
    }
}
