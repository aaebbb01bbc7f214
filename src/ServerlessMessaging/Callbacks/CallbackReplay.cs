using ServerlessMessaging.BotFlows;
using ServerlessMessaging.DeadLetters;

namespace ServerlessMessaging.Callbacks;

/// <summary>Replays dead-letter messages of callbacks: the bot flow gets the event with its original id.</summary>
internal sealed class CallbackReplay(EventDeliveries deliveries, CallbackQueue queue, IOptions<CallbackOptions> options, IOptions<WebhookOptions> webhooks) : IDeadLetterReplay
{
    public bool Handles(string queue) => queue == QueueNames.Callbacks;

    public async Task<ReplayOutcome> ReplayAsync(DeadLetter deadLetter, ReadOnlyMemory<byte> body, bool force, bool dryRun, CancellationToken cancellationToken)
    {
        if (Callback.KindOf(deadLetter.Id) is not { } kind
            || Callback.Read(new(kind, deadLetter.At, Attempt: 1) { Payload = body, SecretName = deadLetter.SecretName }, out var callback) is not null
            || (callback = callback!.Parts.FirstOrDefault(part => part.DeadLetterId == deadLetter.Id) ?? callback).FindMismatch(webhooks.Value) is not null
            || (!force && callback.IsOlderThan(options.Value.MaxWebhookAge)))
        {
            return ReplayOutcome.Unusable;
        }

        var stored = await deliveries.FindAsync(callback.EventId, cancellationToken);
        if (Decide(stored, force) is { } refusal)
        {
            return refusal;
        }

        if (dryRun)
        {
            return ReplayOutcome.Replayed;
        }

        if (!await deliveries.TrySetAsync(callback.EventId, stored, DeliveryState.Waiting, attempt: 1, cancellationToken))
        {
            return ReplayOutcome.InProgress;
        }

        // With force, a webhook that is too old counts as new.
        var envelope = force && callback.Webhook?.Time is { } time ? callback.Envelope with { ReceivedAt = time } : callback.Envelope;
        await queue.PutAsync(envelope, TimeSpan.Zero, cancellationToken);
        return ReplayOutcome.Replayed;
    }

    // A process may have died between the change to Waiting and the put to the queue, so the first attempt can be replayed.
    private static ReplayOutcome? Decide(Versioned<DeliveryRecord>? stored, bool force) => stored?.Value switch
    {
        null or { State: DeliveryState.DeadLettered } or { State: DeliveryState.Waiting, Attempt: 1 } => null,
        { State: DeliveryState.Completed } => force ? null : ReplayOutcome.AlreadySent,
        { State: DeliveryState.Delivering } when stored.LeaseRemaining() == TimeSpan.Zero => null,
        _ => ReplayOutcome.InProgress,
    };
}
