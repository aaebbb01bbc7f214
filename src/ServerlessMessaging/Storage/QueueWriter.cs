namespace ServerlessMessaging.Storage;

/// <summary>Puts texts onto queues, within what a queue takes.</summary>
public sealed class QueueWriter(StorageAccount storage)
{
    /// <summary>The greatest text that we write, in bytes: a queue takes 64 KiB, of which its own XML needs a part.</summary>
    public const int MaximumBytes = 60_000;

    /// <summary>A queue hides a message for 7 days at most.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1);

    private static readonly TimeSpan NoEnd = TimeSpan.FromSeconds(-1);

    /// <summary>Puts a text, to be seen after a delay.</summary>
    /// <param name="queue">The queue's name.</param>
    /// <param name="text">ASCII, at most <see cref="MaximumBytes"/>.</param>
    /// <param name="delay">At most <see cref="LongestDelay"/>; a queue counts whole seconds, so it is rounded up.</param>
    /// <param name="cancellationToken">Ends the waiting for storage.</param>
    public Task PutAsync(string queue, ReadOnlyMemory<byte> text, TimeSpan delay, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, MaximumBytes);
        return SendAsync(queue, Encoding.ASCII.GetString(text.Span), delay, cancellationToken);
    }

    /// <summary>Puts a message back onto the queue that brought it, whatever it holds.</summary>
    /// <param name="queue">The queue's name.</param>
    /// <param name="text">The message as it came.</param>
    /// <param name="delay">As for <see cref="PutAsync"/>.</param>
    /// <param name="cancellationToken">Ends the waiting for storage.</param>
    public Task ReturnAsync(string queue, BinaryData text, TimeSpan delay, CancellationToken cancellationToken) =>
        SendAsync(queue, text.ToString(), delay, cancellationToken);

    private async Task SendAsync(string queue, string text, TimeSpan delay, CancellationToken cancellationToken)
    {
        var seconds = TimeSpan.FromSeconds(Math.Ceiling(Math.Clamp(delay.TotalSeconds, 0, LongestDelay.TotalSeconds)));
        await storage.WithQueueAsync(queue, client => client.SendMessageAsync(text, seconds, NoEnd, cancellationToken), cancellationToken);
    }
}
