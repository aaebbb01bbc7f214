using ServerlessMessaging.Callbacks.Reading;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Callbacks.Delivery;

/// <summary>Something to deliver, read: a webhook of Genesys or a status of our own.</summary>
/// <param name="Envelope">What the queue brought.</param>
/// <param name="EventId">The id of its event, by which it is known however often it comes.</param>
public sealed record Callback(QueuedCallback Envelope, string EventId)
{
    private const string StatusPrefix = "send-";
    private const string UnreadPrefix = "webhook-";

    /// <summary>Why a message on our queue is of no use.</summary>
    public static Problem Unreadable { get; } = new(ErrorCodes.EnvelopeUnreadable, $"The queue {QueueNames.Callbacks} is for our own copies. Put nothing there.");

    /// <summary>The webhook; null for a status of ours.</summary>
    public WebhookMessage? Webhook { get; init; }

    /// <summary>The status of ours; null for a webhook.</summary>
    public SendStatus? Status { get; init; }

    /// <summary>The id of its dead letter, which also tells its kind.</summary>
    public string LetterId => LetterPrefix(Envelope.Kind) + EventId;

    /// <summary>Whether it tells of something that was older than an age when it came.</summary>
    public bool IsOlderThan(TimeSpan age) => Webhook?.Time is { } time && Envelope.ReceivedAt - time > age;

    /// <summary>The kind of a callback that became a dead letter; null where nobody could read it.</summary>
    public static CallbackKind? KindOf(string letterId) =>
        letterId.StartsWith(StatusPrefix, StringComparison.Ordinal) ? CallbackKind.Send
        : letterId.StartsWith(UnreadPrefix, StringComparison.Ordinal) || letterId.StartsWith(QueueMessageHandler.IdPrefix, StringComparison.Ordinal) ? null
        : CallbackKind.Webhook;

    /// <summary>The id of the dead letter of a webhook that nobody can read.</summary>
    public static string UnreadLetterId(QueuedCallback envelope) => UnreadPrefix + DerivedName.Of(Convert.ToBase64String(envelope.Payload.Span));

    /// <summary>Reads an envelope.</summary>
    /// <param name="envelope">The envelope with its body.</param>
    /// <param name="callback">What it holds, if the result is null.</param>
    /// <returns>Null, or why it cannot be read.</returns>
    public static Problem? Read(QueuedCallback envelope, out Callback? callback)
    {
        callback = null;
        if (envelope.Kind == CallbackKind.Webhook)
        {
            var problem = WebhookReader.Read(envelope.Payload, out var webhook);
            callback = webhook is null ? null : new(envelope, webhook.EventId) { Webhook = webhook };
            return problem;
        }

        callback = StatusOf(envelope.Payload) is { } status ? new(envelope, status.EventId) { Status = status } : null;
        return callback is null ? Unreadable : null;
    }

    private static SendStatus? StatusOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, StorageJson.Default.SendStatus) is { Id: not null, Status: not null } status ? status : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string LetterPrefix(CallbackKind kind) => kind == CallbackKind.Send ? StatusPrefix : string.Empty;
}
