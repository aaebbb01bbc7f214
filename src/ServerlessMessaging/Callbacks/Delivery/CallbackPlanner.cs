using ServerlessMessaging.Callbacks.Events;
using ServerlessMessaging.Callbacks.Reading;
using ServerlessMessaging.Callbacks.Receipts;
using ServerlessMessaging.Callbacks.Routing;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Callbacks.Delivery;

/// <summary>Decides what is to be done with a callback.</summary>
public sealed class CallbackPlanner(RequestFinder finder, ReceiptRecorder receipts, BotFlowRouter router, CallbackLog log, IOptions<CallbackOptions> options)
{
    /// <summary>Decides, and writes down what a receipt tells.</summary>
    /// <param name="callback">The callback.</param>
    /// <param name="known">The request behind it, where an earlier attempt found it.</param>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public async Task<Turn> DecideAsync(Callback callback, RelatedRequest? known)
    {
        if (callback.Webhook is not { } webhook)
        {
            return Route(EventFactory.Of(callback.Status!), callback.Envelope, related: null);
        }

        var envelope = callback.Envelope;
        if (callback.IsOlderThan(options.Value.OldestWebhook))
        {
            return new GiveUp(new(ErrorCodes.WebhookTooOld, $"It tells of {webhook.Time:O}, more than {options.Value.OldestWebhook.TotalDays:0.##} days before it came. Replay it with force if it is wanted all the same."));
        }

        if (webhook.Kind == WebhookKind.Other)
        {
            log.Ignored(callback.EventId, webhook.Kind);
            return new Finish();
        }

        var related = known ?? await finder.FindAsync(webhook, envelope.ReceivedAt);
        if (related.MayComeLater && envelope.Attempt == 1)
        {
            return new LookAgain();
        }

        return webhook.Kind == WebhookKind.Receipt
            ? await DecideAsync(webhook, related, callback)
            : Route(EventFactory.Of(webhook, related, envelope.ReceivedAt), envelope, related);
    }

    private async Task<Turn> DecideAsync(WebhookMessage receipt, RelatedRequest related, Callback callback)
    {
        if (related.Id is not { } id)
        {
            log.ReceiptWithoutRequest(callback.EventId);
            return new Finish();
        }

        if (!await receipts.RecordAsync(id, receipt) && callback.Envelope.Attempt <= options.Value.DelaysInForce.Count)
        {
            return new LookAgain();
        }

        // The record has it; a flow that wants it too is welcome.
        return Route(EventFactory.Of(receipt, related, callback.Envelope.ReceivedAt), callback.Envelope, related) is Deliver delivery ? delivery : new Finish();
    }

    private Turn Route(BotFlowEvent botFlowEvent, QueuedCallback envelope, RelatedRequest? related)
    {
        // Once decided, it stays so: half of the deliveries to one flow and half to another would help nobody.
        var flow = envelope.Flow is { } decided && router.Knows(decided) ? decided : router.FlowOf(botFlowEvent);
        return flow is not null ? new Deliver(botFlowEvent, flow) { Related = related } : new GiveUp(NoFlow(botFlowEvent.Data.ReplyTo));
    }

    private static Problem NoFlow(string? replyTo) => new(
        ErrorCodes.NoBotFlow,
        $"{(replyTo is null ? "The event names no bot flow" : $"There is no bot flow {replyTo}")}, no flow has its action, and there is no default. Configure BotFlows:{replyTo ?? "default"} and replay it.");
}
