namespace ServerlessMessaging.Storage;

/// <summary>Puts texts onto queues, within the limits of a queue.</summary>
public sealed class QueueWriter(StorageAccount storage)
{
    /// <summary>The maximum text, in bytes: a queue message has 64 KiB, of which the XML uses a part.</summary>
    public const int MaximumBytes = 60_000;

    /// <summary>A queue hides a message for 7 days at most.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1);

    private static readonly TimeSpan NeverExpires = TimeSpan.FromSeconds(-1);

    /// <summary>Puts an ASCII text of at most <see cref="MaximumBytes"/>, to become visible after a delay of at most <see cref="MaxDelay"/>.</summary>
    public Task PutAsync(string queue, ReadOnlyMemory<byte> text, TimeSpan delay, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, MaximumBytes);
        return SendAsync(queue, Encoding.ASCII.GetString(text.Span), delay, cancellationToken);
    }

    /// <summary>Returns a message unchanged to the queue that delivered it.</summary>
    public Task ReturnAsync(string queue, BinaryData text, TimeSpan delay, CancellationToken cancellationToken) =>
        SendAsync(queue, text.ToString(), delay, cancellationToken);

    private async Task SendAsync(string queue, string text, TimeSpan delay, CancellationToken cancellationToken)
    {
        // A queue counts whole seconds.
        var seconds = TimeSpan.FromSeconds(Math.Ceiling(Math.Clamp(delay.TotalSeconds, 0, MaxDelay.TotalSeconds)));
        await storage.WithQueueAsync(queue, client => client.SendMessageAsync(text, seconds, NeverExpires, cancellationToken), cancellationToken);
    }
}
