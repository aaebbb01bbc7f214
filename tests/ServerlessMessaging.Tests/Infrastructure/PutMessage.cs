using System.Text;
using System.Text.Json;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>A message on a queue.</summary>
/// <param name="Id">The message id.</param>
/// <param name="Visibility">For how long it is invisible; null for the default.</param>
/// <param name="TimeToLive">After which time it is deleted; null for the default.</param>
/// <param name="At">When it was inserted.</param>
internal sealed record PutMessage(string Id, string Queue, string Text, TimeSpan? Visibility, TimeSpan? TimeToLive, DateTimeOffset At)
{
    /// <summary>The text as a deferred request.</summary>
    public DeferredRequest Envelope => Envelopes.Deferred.Read(Encoding.UTF8.GetBytes(Text))!;

    /// <summary>The text as a callback.</summary>
    public QueuedCallback Callback => Envelopes.Callbacks.Read(Encoding.UTF8.GetBytes(Text))!;

    /// <summary>The hash of a payload that is in a blob; null otherwise.</summary>
    public string? PayloadHash => JsonElement.Parse(Text).TryGetProperty("payloadHash", out var hash) ? hash.GetString() : null;

    /// <summary>The seconds for which it is invisible.</summary>
    public double Seconds => Visibility!.Value.TotalSeconds;
}
