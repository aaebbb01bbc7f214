using System.Text;
using System.Text.Json;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>A message that was put onto a queue.</summary>
/// <param name="Id">The id that the queue gave it.</param>
/// <param name="Queue">The queue's name.</param>
/// <param name="Text">Its text.</param>
/// <param name="Visibility">How long it is hidden; null for the default.</param>
/// <param name="TimeToLive">How long it is kept; null for the default.</param>
/// <param name="At">When it was put.</param>
internal sealed record PutMessage(string Id, string Queue, string Text, TimeSpan? Visibility, TimeSpan? TimeToLive, DateTimeOffset At)
{
    /// <summary>The envelope that it is.</summary>
    public DeferredRequest Envelope => Envelopes.Deferred.Read(Encoding.UTF8.GetBytes(Text))!;

    /// <summary>The callback that it is.</summary>
    public QueuedCallback Callback => Envelopes.Callbacks.Read(Encoding.UTF8.GetBytes(Text))!;

    /// <summary>The hash of its payload, if a blob holds that.</summary>
    public string? PayloadHash => JsonElement.Parse(Text).TryGetProperty("payloadHash", out var hash) ? hash.GetString() : null;

    /// <summary>The seconds for which it is hidden.</summary>
    public double Seconds => Visibility!.Value.TotalSeconds;
}
