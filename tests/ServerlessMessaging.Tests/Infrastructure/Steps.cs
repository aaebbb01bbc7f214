using System.Text;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Sending.Queues;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>Steps of a test from a request to its result.</summary>
internal static class Steps
{
    /// <summary>Sends a request as over HTTP.</summary>
    public static Task<SendOutcome> PostAsync(this ProductFixture product, string body, bool respondAsync = false)
    {
        var sender = product.Get<MessageSender>();
        return sender.SendAsync(Encoding.UTF8.GetBytes(body), null, respondAsync, sender.StartBudget());
    }

    /// <summary>Delivers a text from the public queue.</summary>
    public static Task EnqueueAsync(this ProductFixture product, string text, int deliveries = 1) =>
        product.Get<QueuedMessages>().HandleAsync(product.Queues.Message(BinaryData.FromString(text), deliveries));

    /// <summary>Delivers the first deferred copy, due or not.</summary>
    public static Task DeliverAsync(this ProductFixture product, int deliveries = 1) =>
        product.Get<DeferredMessages>().HandleAsync(product.Queues.Next(QueueNames.MessagesDeferred, deliveries));

    /// <summary>Delivers an envelope as a deferred copy.</summary>
    public static async Task DeliverAsync(this ProductFixture product, DeferredRequest envelope, int deliveries = 1) =>
        await product.Get<DeferredMessages>().HandleAsync(product.Queues.Message(BinaryData.FromBytes(Envelopes.Deferred.Write(envelope)), deliveries));

    /// <summary>The queued deferred copies.</summary>
    public static IReadOnlyList<PutMessage> Copies(this ProductFixture product) => product.Queues.On(QueueNames.MessagesDeferred);

    /// <summary>All dead letters.</summary>
    public static async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(this ProductFixture product)
    {
        var (deadLetters, _) = await product.Get<DeadLetterStore>().ListAsync(null, null, 5000, null, TestContext.Current.CancellationToken);
        return [.. deadLetters.Select(stored => stored.DeadLetter)];
    }
}
