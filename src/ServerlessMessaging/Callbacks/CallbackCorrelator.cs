using ServerlessMessaging.BotFlows;
using ServerlessMessaging.Records;

namespace ServerlessMessaging.Callbacks;

/// <summary>Finds the request of a callback and decides the next step.</summary>
public sealed partial class CallbackCorrelator(
    RequestFinder finder,
    ReceiptRecorder receipts,
    MessageContents contents,
    EventRouter router,
    IOptions<CallbackOptions> options,
    IOptions<WebhookOptions> webhooks,
    TimeProvider time,
    ILogger<CallbackCorrelator> logger)
{
    private static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Finds the request; null where a callback needs none.</summary>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public async Task<RelatedRequest?> FindAsync(Callback callback) =>
        callback.Webhook is { } webhook && !IsIgnored(webhook) && !callback.IsOlderThan(options.Value.MaxWebhookAge) ? await finder.FindAsync(webhook, callback.Envelope) : null;

    /// <summary>Decides the next step, and records what a receipt reports.</summary>
    /// <param name="known">The request, if it is found.</param>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public async Task<DeliveryDecision> DecideAsync(Callback callback, RelatedRequest? known)
    {
        var envelope = callback.Envelope;
        if (callback.Webhook is not { } webhook)
        {
            return router.Route(EventFactory.Create(callback.Status!), envelope.Flow, related: null, webhooks.Value.FlowOf(callback.Status!.To));
        }

        if (callback.IsOlderThan(options.Value.MaxWebhookAge))
        {
            var detail = $"Its time is {webhook.Time:O}, more than {options.Value.MaxWebhookAge.TotalDays:0.##} days before it was received. If it is still wanted, replay it with force.";
            return new DeliveryDecision.DeadLetter(new(ErrorCodes.WebhookTooOld, detail));
        }

        if (IsIgnored(webhook))
        {
            Log.Ignored(logger, callback.EventId, webhook.Kind);
            return new DeliveryDecision.Complete();
        }

        var related = known ?? await finder.FindAsync(webhook, envelope);
        if (related.MayArriveLater && envelope.Attempt == 1)
        {
            return new DeliveryDecision.RetryLater();
        }

        if (webhook.Kind == WebhookKind.Receipt)
        {
            if (related.Id is not { } id)
            {
                Log.ReceiptNotMatched(logger, callback.EventId);
                return new DeliveryDecision.Complete();
            }

            if (!await receipts.RecordAsync(id, webhook) && envelope.Attempt <= options.Value.RetryDelays.Count)
            {
                return new DeliveryDecision.RetryLater();
            }
        }

        var isOwn = webhook.Kind == WebhookKind.Message && related.Id is not null;
        var original = isOwn ? await FindOriginalAsync(related) : null;
        var decision = router.Route(EventFactory.Create(webhook, related, envelope.ReceivedAt, original), envelope.Flow, related, webhooks.Value.FlowOf(webhook.IntegrationId), hasDefault: !isOwn);
        if (isOwn && decision is DeliveryDecision.DeadLetter)
        {
            Log.OwnMessage(logger, callback.EventId, related.Id!);
            return new DeliveryDecision.Complete();
        }

        // A receipt is recorded already, and a change of presence is no message: without a flow they are settled.
        return webhook.Kind is WebhookKind.Receipt or WebhookKind.Presence or WebhookKind.Typing && decision is not DeliveryDecision.Deliver ? new DeliveryDecision.Complete() : decision;
    }

    private async Task<JsonElement?> FindOriginalAsync(RelatedRequest own)
    {
        using var timeout = new CancellationTokenSource(StorageTimeout, time);
        return own is { Id: { } id, Kept: { } kept } ? await contents.FindAsync(id, kept.Hash, kept.SentAt, timeout.Token) : null;
    }

    private bool IsIgnored(WebhookMessage webhook) => webhook.Kind == WebhookKind.Other || (webhook.Kind == WebhookKind.Typing && !router.HasTyping);

    private static partial class Log
    {
        [LoggerMessage(EventIds.WebhookIgnored, LogLevel.Information, "Webhook {BotFlowEventId} ignored: its kind is {Kind}, which no bot flow gets")]
        public static partial void Ignored(ILogger logger, string botFlowEventId, WebhookKind kind);

        [LoggerMessage(EventIds.OwnMessageRecognised, LogLevel.Information, "Webhook {BotFlowEventId} is the message of request {Id}; neither the request nor the integration names a bot flow that renders it")]
        public static partial void OwnMessage(ILogger logger, string botFlowEventId, string id);

        [LoggerMessage(EventIds.ReceiptNotMatched, LogLevel.Information, "Receipt {BotFlowEventId} ignored: no request sent its message")]
        public static partial void ReceiptNotMatched(ILogger logger, string botFlowEventId);
    }
}
