using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>Keeps a message from others while its function runs, by renewing it at half time.</summary>
internal sealed class MessageLease : IDisposable
{
    private readonly QueueClient _queue;
    private readonly QueueMessage _message;
    private readonly TimeSpan _duration;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop;
    private readonly Task _renewing;
    private string _popReceipt;

    public MessageLease(QueueClient queue, QueueMessage message, TimeSpan duration, TimeProvider time, ILogger logger, CancellationToken end)
    {
        _queue = queue;
        _message = message;
        _duration = duration;
        _time = time;
        _logger = logger;
        _popReceipt = message.PopReceipt;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(end);
        _renewing = RenewAsync();
    }

    /// <summary>Ends the renewals and gives the newest pop receipt, the only one that can settle the message.</summary>
    public async Task<string> EndAsync()
    {
        await _stop.CancelAsync();
        await _renewing;
        return _popReceipt;
    }

    public void Dispose() => _stop.Dispose();

    private async Task RenewAsync()
    {
        var pause = _duration / 2;
        while (await PausedAsync(pause))
        {
            try
            {
                // Never cut short: whether the receipt has changed must be known.
                var receipt = await _queue.UpdateMessageAsync(_message.MessageId, _popReceipt, visibilityTimeout: _duration, cancellationToken: CancellationToken.None);
                _popReceipt = receipt.Value.PopReceipt;
                pause = _duration / 2;
            }
            catch (RequestFailedException exception) when (MessageSettler.IsGone(exception))
            {
                RuntimeLog.LeaseLost(_logger, _queue.Name, _message.MessageId);
                return;
            }
            catch (Exception exception)
            {
                // The lease still runs; the rest of it is for further tries.
                RuntimeLog.RenewalFailed(_logger, exception, _queue.Name, _message.MessageId);
                pause /= 2;
            }
        }
    }

    private async Task<bool> PausedAsync(TimeSpan pause)
    {
        await Task.Delay(pause, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !_stop.IsCancellationRequested;
    }
}
