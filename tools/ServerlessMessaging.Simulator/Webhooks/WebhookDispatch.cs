using ServerlessMessaging.Simulator.Requests;

namespace ServerlessMessaging.Simulator.Webhooks;

/// <summary>Sends webhooks in the background and keeps them for the control API.</summary>
internal sealed class WebhookDispatch(SimulatorSettings settings, TimeProvider timeProvider) : IAsyncDisposable
{
    private readonly BoundedLog<Webhook> _log = new(webhook => webhook.Body.Length);
    private readonly List<Task> _running = [];
    private readonly Dictionary<Guid, Task> _lastByConversation = [];
    private readonly Lock _lock = new();
    private CancellationTokenSource _stop = new();
    private Webhook[]? _held;

    public WebhookPost Post { get; } = new(settings, timeProvider);

    public IReadOnlyList<Webhook> Read(int latest = int.MaxValue) => _log.Read(latest);

    /// <summary>Sends a webhook and its duplicates in the order of the conversation, unless the settings swap it with the next one.</summary>
    public void Send(Webhook webhook)
    {
        var current = settings.Webhooks;
        Webhook[] group = [webhook, .. Enumerable.Range(0, current.Duplicates).Select(_ => webhook.Copy())];
        lock (_lock)
        {
            Record(group);
            if (current.Reorder && _held is null)
            {
                _held = group;
                return;
            }

            Start(group, TakePlaceInOrder(webhook));
            StartHeld(webhook.FirstAttempt);
        }
    }

    /// <summary>Sends a webhook immediately and without duplicates.</summary>
    public void SendAlone(Webhook webhook)
    {
        lock (_lock)
        {
            Record([webhook]);
            Start([webhook], Task.CompletedTask);
        }
    }

    /// <summary>Sends the webhook that is held for reordering.</summary>
    public void ReleaseHeld()
    {
        lock (_lock)
        {
            StartHeld(Task.CompletedTask);
        }
    }

    /// <summary>Cancels all deliveries and completes when they have ended.</summary>
    public async Task ClearAsync()
    {
        IReadOnlyList<Task> running;
        CancellationTokenSource stop;
        lock (_lock)
        {
            (running, stop) = ([.. _running], _stop);
            _running.Clear();
            _lastByConversation.Clear();
            _stop = new();
            _held = null;
            _log.Clear();
        }

        await stop.CancelAsync();
        await Task.WhenAll(running);
        stop.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await ClearAsync();
        _stop.Dispose();
        Post.Dispose();
    }

    private void Record(IEnumerable<Webhook> webhooks)
    {
        foreach (var webhook in webhooks)
        {
            _log.Add(webhook);
        }
    }

    /// <summary>First attempts within a conversation are in order; retries are independent.</summary>
    private Task TakePlaceInOrder(Webhook webhook)
    {
        foreach (var (ended, _) in _lastByConversation.Where(entry => entry.Value.IsCompleted))
        {
            _lastByConversation.Remove(ended);
        }

        if (webhook.Conversation is not { } conversation)
        {
            return Task.CompletedTask;
        }

        var previous = _lastByConversation.GetValueOrDefault(conversation, Task.CompletedTask);
        _lastByConversation[conversation] = webhook.FirstAttempt;
        return previous;
    }

    private void StartHeld(Task successor)
    {
        if (_held is { } held)
        {
            _held = null;
            Start(held, Task.WhenAll(successor, TakePlaceInOrder(held[0])));
        }
    }

    private void Start(Webhook[] group, Task previous)
    {
        var stop = _stop.Token;
        _running.RemoveAll(task => task.IsCompleted);
        _running.Add(Task.Run(() => RunAsync(group, previous, stop), CancellationToken.None));
    }

    private async Task RunAsync(Webhook[] group, Task previous, CancellationToken stop)
    {
        var delivery = new WebhookDelivery(Post, settings, timeProvider);
        try
        {
            await Task.WhenAll(group.Select(webhook => delivery.RunAsync(webhook, previous, stop)));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The state was cleared or the simulator stops.
        }
    }
}
