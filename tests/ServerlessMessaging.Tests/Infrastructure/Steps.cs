using System.Text;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Sending.Queues;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>The ways of a request into the product, and where it can end.</summary>
internal static class Steps
{
    /// <summary>Posts a request.</summary>
    public static Task<SendOutcome> PostAsync(this ProductFixture product, string body, bool respondAsync = false)
    {
        var sender = product.Get<MessageSender>();
        return sender.SendAsync(Encoding.UTF8.GetBytes(body), null, respondAsync, sender.StartBudget());
    }

    /// <summary>Drops a text on the public queue and lets it be delivered.</summary>
    public static Task EnqueueAsync(this ProductFixture product, string text, int deliveries = 1) =>
        product.Get<QueuedMessages>().HandleAsync(product.Queues.Message(BinaryData.FromString(text), deliveries));

    /// <summary>Delivers the first of our own copies, whenever it is due.</summary>
    public static Task DeliverAsync(this ProductFixture product, int deliveries = 1) =>
        product.Get<DeferredMessages>().HandleAsync(product.Queues.Next(QueueNames.MessagesDeferred, deliveries));

    /// <summary>Puts an envelope of ours and lets it be delivered.</summary>
    public static async Task DeliverAsync(this ProductFixture product, DeferredRequest envelope, int deliveries = 1) =>
        await product.Get<DeferredMessages>().HandleAsync(product.Queues.Message(BinaryData.FromBytes(Envelopes.Deferred.Write(envelope)), deliveries));

    /// <summary>Our own copies that wait.</summary>
    public static IReadOnlyList<PutMessage> Copies(this ProductFixture product) => product.Queues.On(QueueNames.MessagesDeferred);

    /// <summary>What was set aside.</summary>
    public static async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(this ProductFixture product)
    {
        var (deadLetters, _) = await product.Get<DeadLetterStore>().ListAsync(null, null, 5000, null, TestContext.Current.CancellationToken);
        return [.. deadLetters.Select(stored => stored.DeadLetter)];
    }
}
