using ServerlessMessaging.Callbacks.Deliveries;
using ServerlessMessaging.Callbacks.Reading;

namespace ServerlessMessaging.Callbacks.Delivery;

/// <summary>One log event for each turn that a callback takes. Never what it says.</summary>
public sealed partial class CallbackLog(ILogger<CallbackDeliveries> logger)
{
    [LoggerMessage(EventIds.CallbackDelivered, LogLevel.Information, "Event {EventId} of type {Type} for request {RequestId} taken by bot flow {Flow}, attempt {Attempt}")]
    public partial void Delivered(string eventId, string type, string? requestId, string flow, int attempt);

    [LoggerMessage(EventIds.CallbackDeliveryFailed, LogLevel.Warning, "Event {EventId} not taken by bot flow {Flow} ({Cause}), attempt {Attempt}; tried again in {Delay} s")]
    public partial void Failed(string eventId, string flow, string cause, int attempt, double delay);

    [LoggerMessage(EventIds.CallbackGivenUp, LogLevel.Error, "Event {EventId} for bot flow {Flow} given up: {Code}")]
    public partial void GivenUp(string eventId, string? flow, string code);

    [LoggerMessage(EventIds.CallbackDropped, LogLevel.Information, "Callback {EventId} needs nothing more: it came again, or a newer copy waits")]
    public partial void Dropped(string eventId);

    [LoggerMessage(EventIds.CallbackPutBack, LogLevel.Information, "Callback {EventId} put back for {Delay} s")]
    public partial void PutBack(string eventId, double delay);

    [LoggerMessage(EventIds.CallbackWithoutStorage, LogLevel.Error, "Callback {EventId} waits: the storage account cannot be used ({Cause})")]
    public partial void WithoutStorage(string eventId, string cause);

    [LoggerMessage(EventIds.CallbackNotRecorded, LogLevel.Error, "Callback {EventId}: that it is {State} could not be recorded ({Cause}); it may come once more")]
    public partial void NotRecorded(string eventId, DeliveryState state, string cause);

    [LoggerMessage(EventIds.WebhookIgnored, LogLevel.Information, "Webhook {EventId} tells nothing to act on: {Kind}")]
    public partial void Ignored(string eventId, WebhookKind kind);

    [LoggerMessage(EventIds.ReceiptWithoutRequest, LogLevel.Information, "Receipt {EventId} speaks of a message that is none of ours")]
    public partial void ReceiptWithoutRequest(string eventId);
}
