using ServerlessMessaging.BotFlows;
using ServerlessMessaging.DeadLetters;

namespace ServerlessMessaging.Callbacks;

/// <summary>A message of the queue of callbacks: a webhook of Genesys or a status event of the application.</summary>
public sealed record Callback : QueuedEvent
{
    private const string StatusPrefix = "send-";
    private const string UnreadPrefix = "webhook-";

    private Callback(QueuedCallback envelope, WebhookMessage webhook)
        : base(envelope, webhook.EventId, webhook.EventId) => Webhook = webhook;

    private Callback(QueuedCallback envelope, SendStatus status)
        : base(envelope, status.EventId, StatusPrefix + status.EventId) => Status = status;

    public static Problem Unreadable { get; } = new(ErrorCodes.EnvelopeUnreadable, $"The queue {QueueNames.Callbacks} is for messages of the application only.");

    /// <summary>The webhook; null for a status event.</summary>
    public WebhookMessage? Webhook { get; }

    /// <summary>The status event; null for a webhook.</summary>
    public SendStatus? Status { get; }

    /// <summary>One callback for each pressed button, each with an event of its own; itself where there is at most one, or where it is one of them.</summary>
    public IEnumerable<Callback> Parts => Webhook is { OtherButtons.Count: > 0 } webhook && Envelope.Part is null
        ? Enumerable.Range(0, webhook.OtherButtons.Count + 1).Select(part => new Callback(Envelope with { Part = part }, webhook.PartOf(part)))
        : [this];

    /// <summary>Whether it was older than an age when it arrived.</summary>
    public bool IsOlderThan(TimeSpan age) => Webhook?.Time is { } time && Envelope.ReceivedAt - time > age;

    /// <summary>Why its secret is not valid for its integration; null where it is, or where it names none.</summary>
    public Problem? FindMismatch(WebhookOptions webhooks) => Webhook?.IntegrationId is not { } integration || webhooks.IsValidFor(integration, Envelope.SecretName)
        ? null
        : new(
            ErrorCodes.WebhookSecretMismatch,
            $"It is signed with the secret {Envelope.SecretName ?? "(unknown)"}, which is not valid for its channel.id. If it is genuine, correct Webhook:Integrations and replay it.");

    /// <summary>The kind of a callback that was dead-lettered; null where it could not be read.</summary>
    public static CallbackKind? KindOf(string deadLetterId) =>
        deadLetterId.StartsWith(StatusPrefix, StringComparison.Ordinal) ? CallbackKind.Send
        : deadLetterId.StartsWith(UnreadPrefix, StringComparison.Ordinal) || deadLetterId.StartsWith(QueueMessageHandler.IdPrefix, StringComparison.Ordinal) ? null
        : CallbackKind.Webhook;

    /// <summary>The id of the dead-letter message of a webhook that cannot be read.</summary>
    public static string UnreadDeadLetterId(QueuedCallback envelope) => UnreadPrefix + DerivedName.Compute(NameKind.Body, Convert.ToBase64String(envelope.Payload.Span));

    /// <summary>Reads an envelope with its body.</summary>
    /// <returns>Null, or why it cannot be read.</returns>
    public static Problem? Read(QueuedCallback envelope, out Callback? callback)
    {
        if (envelope.Kind == CallbackKind.Webhook)
        {
            var problem = WebhookReader.Read(envelope.Payload, out var webhook);
            callback = webhook is null ? null : new(envelope, webhook.PartOf(envelope.Part ?? 0));
            return problem;
        }

        callback = ReadStatus(envelope.Payload) is { } status ? new(envelope, status) : null;
        return callback is null ? Unreadable : null;
    }

    private static SendStatus? ReadStatus(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, CallbacksJson.Default.SendStatus) is { Id: not null, Status: not null } status ? status : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
