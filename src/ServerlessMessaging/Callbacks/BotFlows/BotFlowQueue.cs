using Azure.Storage.Queues;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Callbacks.BotFlows;

/// <summary>Puts events onto the queues of bot flows.</summary>
public sealed class BotFlowQueue(QueueWriter queues, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Puts an event.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="body">The event as ASCII JSON.</param>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public async Task<DeliveryOutcome> PutAsync(BotFlowOptions flow, byte[] body)
    {
        var text = flow.QueueEncoding == QueueMessageEncoding.Base64 ? Encoding.ASCII.GetBytes(Convert.ToBase64String(body)) : body;
        if (text.Length > QueueWriter.MaximumBytes)
        {
            return new TooLarge(body.Length);
        }

        using var timeout = new CancellationTokenSource(Longest, time);
        await queues.PutAsync(flow.Queue!, text, TimeSpan.Zero, timeout.Token);
        return new Delivered(ReadOnlyMemory<byte>.Empty, IsCut: false);
    }
}
