using System.Text;

namespace ServerlessMessaging.Storage;

/// <summary>Puts texts onto queues, within what a queue takes.</summary>
internal sealed class QueueWriter(StorageAccount storage)
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
    public async Task PutAsync(string queue, ReadOnlyMemory<byte> text, TimeSpan delay, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, MaximumBytes);
        var seconds = TimeSpan.FromSeconds(Math.Ceiling(Math.Clamp(delay.TotalSeconds, 0, LongestDelay.TotalSeconds)));
        var message = Encoding.ASCII.GetString(text.Span);
        await storage.WithQueueAsync(queue, client => client.SendMessageAsync(message, seconds, NoEnd, cancellationToken), cancellationToken);
    }
}
