using Azure.Storage.Queues.Models;
using ServerlessMessaging.Callbacks;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Functions;

/// <summary>Queue <c>callbacks-poison</c>: dead-letters messages whose process ended in every delivery.</summary>
public sealed class HandlePoisonedCallbacks(CallbackHandler handler)
{
    [Function(nameof(HandlePoisonedCallbacks))]
    public Task RunAsync([QueueTrigger(QueueNames.CallbacksPoison)] QueueMessage message) => handler.HandlePoisonAsync(message);
}
