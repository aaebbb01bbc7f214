using System.Text;
using System.Text.Json;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>A message on a queue, invisible for <c>Visibility</c> and deleted after <c>TimeToLive</c>; null for the defaults.</summary>
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
