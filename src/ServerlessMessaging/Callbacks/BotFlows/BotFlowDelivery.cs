using ServerlessMessaging.Callbacks.Events;
using ServerlessMessaging.Serialization;

namespace ServerlessMessaging.Callbacks.BotFlows;

/// <summary>Brings an event to a bot flow, by the way that the flow has.</summary>
public sealed class BotFlowDelivery(BotFlowPost post, BotFlowQueue queue)
{
    /// <summary>Delivers an event once.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="botFlowEvent">The event.</param>
    /// <param name="stop">Fires when there is no more time.</param>
    /// <exception cref="Exception">One of <see cref="Storage.StorageFaults"/>, for a flow with a queue.</exception>
    public Task<DeliveryOutcome> DeliverAsync(BotFlowOptions flow, BotFlowEvent botFlowEvent, CancellationToken stop) => flow.Url is not null
        ? post.SendAsync(flow, botFlowEvent.Id, JsonSerializer.SerializeToUtf8Bytes(botFlowEvent, JsonContracts.Wire.BotFlowEvent), stop)
        : queue.PutAsync(flow, JsonSerializer.SerializeToUtf8Bytes(botFlowEvent, JsonContracts.Stored.BotFlowEvent));
}
