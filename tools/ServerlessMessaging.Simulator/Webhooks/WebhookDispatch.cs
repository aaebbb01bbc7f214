using ServerlessMessaging.Simulator.Requests;

namespace ServerlessMessaging.Simulator.Webhooks;

/// <summary>Sends webhooks in the background, and remembers them.</summary>
internal sealed class WebhookDispatch(SimulatorSettings settings, TimeProvider timeProvider) : IAsyncDisposable
{
    private readonly BoundedLog<Webhook> _log = new(webhook => webhook.Body.Length);
    private readonly WebhookPost _post = new(settings, timeProvider);
    private readonly List<Task> _running = [];
    private readonly Dictionary<Guid, Task> _turns = [];
    private readonly Lock _lock = new();
    private CancellationTokenSource _stop = new();
    private Webhook[]? _held;

    public IReadOnlyList<Webhook> Read(int latest = int.MaxValue) => _log.Read(latest);

    /// <summary>Sends a webhook and its copies, in the conversation's order unless the settings swap it with the next one.</summary>
    public void Send(Webhook webhook)
    {
        var current = settings.Webhooks;
        Webhook[] group = [webhook, .. Enumerable.Range(0, current.Duplicates).Select(_ => webhook.Copy())];
        lock (_lock)
        {
            Remember(group);
            if (current.Reorder && _held is null)
            {
                _held = group;
                return;
            }

            Start(group, TakeTurn(webhook));
            StartHeld(webhook.Tried);
        }
    }

    /// <summary>Sends this one at once and without copies.</summary>
    public void SendAlone(Webhook webhook)
    {
        lock (_lock)
        {
            Remember([webhook]);
            Start([webhook], Task.CompletedTask);
        }
    }

    /// <summary>Sends what waits for a successor that may never come.</summary>
    public void ReleaseHeld()
    {
        lock (_lock)
        {
            StartHeld(Task.CompletedTask);
        }
    }

    /// <summary>Ends once nothing is on its way any more.</summary>
    public async Task ClearAsync()
    {
        IReadOnlyList<Task> running;
        CancellationTokenSource stop;
        lock (_lock)
        {
            (running, stop) = ([.. _running], _stop);
            _running.Clear();
            _turns.Clear();
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
        _post.Dispose();
    }

    private void Remember(IEnumerable<Webhook> webhooks)
    {
        foreach (var webhook in webhooks)
        {
            _log.Add(webhook);
        }
    }

    /// <summary>A conversation's webhooks are tried one after the other; their retries wait for nobody.</summary>
    private Task TakeTurn(Webhook webhook)
    {
        foreach (var (ended, _) in _turns.Where(entry => entry.Value.IsCompleted))
        {
            _turns.Remove(ended);
        }

        if (webhook.Conversation is not { } conversation)
        {
            return Task.CompletedTask;
        }

        var turn = _turns.GetValueOrDefault(conversation, Task.CompletedTask);
        _turns[conversation] = webhook.Tried;
        return turn;
    }

    private void StartHeld(Task successor)
    {
        if (_held is { } held)
        {
            _held = null;
            Start(held, Task.WhenAll(successor, TakeTurn(held[0])));
        }
    }

    private void Start(Webhook[] group, Task turn)
    {
        var stop = _stop.Token;
        _running.RemoveAll(task => task.IsCompleted);
        _running.Add(Task.Run(() => RunAsync(group, turn, stop), CancellationToken.None));
    }

    private async Task RunAsync(Webhook[] group, Task turn, CancellationToken stop)
    {
        var delivery = new WebhookDelivery(_post, settings, timeProvider);
        try
        {
            await Task.WhenAll(group.Select(webhook => delivery.RunAsync(webhook, turn, stop)));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Cleared or stopped: nobody asks for the rest.
        }
    }
}
