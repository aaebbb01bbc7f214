using System.Security.Cryptography;
using System.Text;
using ServerlessMessaging.BotFlows;
using ServerlessMessaging.Callbacks;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>Steps of a test from a webhook to a bot flow.</summary>
internal static class CallbackSteps
{
    /// <summary>The signature header of Genesys.</summary>
    public static string Sign(string body, string secret = ProductFixture.WebhookSecret) =>
        $"sha256={Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)))}";

    /// <summary>Posts a webhook with a valid signature.</summary>
    public static Task<ReceiveOutcome> ReceiveAsync(this ProductFixture product, string body) => product.ReceiveAsync(body, Sign(body));

    /// <summary>Posts a webhook.</summary>
    public static Task<ReceiveOutcome> ReceiveAsync(this ProductFixture product, string body, params string?[] signatures)
    {
        var receiver = product.Get<WebhookReceiver>();
        return receiver.ReadSignature(signatures) is { } signature
            ? receiver.ReceiveAsync(signature, Encoding.UTF8.GetBytes(body), receiver.Start(), TestContext.Current.CancellationToken)
            : Task.FromResult(ReceiveOutcome.Refused);
    }

    /// <summary>Posts a webhook and delivers its event once.</summary>
    public static async Task ReceiveAndDeliverAsync(this ProductFixture product, string body)
    {
        Assert.Equal(ReceiveOutcome.Accepted, await product.ReceiveAsync(body));
        await product.DeliverCallbackAsync();
    }

    /// <summary>Delivers the first callback, due or not.</summary>
    public static Task DeliverCallbackAsync(this ProductFixture product, int deliveries = 1) =>
        product.Get<CallbackHandler>().HandleAsync(product.Queues.Next(QueueNames.Callbacks, deliveries));

    /// <summary>Advances the clock until the first callback is due, and delivers it.</summary>
    /// <returns>The seconds by which the clock advanced.</returns>
    public static async Task<double> DeliverWhenDueAsync(this ProductFixture product)
    {
        var waiting = product.Callbacks()[0];
        product.Time.Advance(waiting.Visibility!.Value);
        await product.DeliverCallbackAsync();
        return waiting.Seconds;
    }

    /// <summary>Delivers a text of another application from the queue of callbacks.</summary>
    public static Task EnqueueCallbackAsync(this ProductFixture product, string text, int deliveries = 1) =>
        product.Get<CallbackHandler>().HandleAsync(product.Queues.Message(BinaryData.FromString(text), deliveries));

    /// <summary>Delivers an envelope.</summary>
    public static Task EnqueueCallbackAsync(this ProductFixture product, QueuedCallback envelope, int deliveries = 1) =>
        product.EnqueueCallbackAsync(Encoding.UTF8.GetString(Envelopes.Callbacks.Write(envelope)), deliveries);

    /// <summary>The envelope of a webhook received now.</summary>
    public static QueuedCallback Envelope(this ProductFixture product, string body, int attempt = 1) =>
        new(CallbackKind.Webhook, product.Time.GetUtcNow(), attempt) { Payload = Encoding.UTF8.GetBytes(body) };

    /// <summary>The queued callbacks.</summary>
    public static IReadOnlyList<PutMessage> Callbacks(this ProductFixture product) => product.Queues.On(QueueNames.Callbacks);

    /// <summary>The delivery record of the only event.</summary>
    public static async Task<DeliveryRecord> DeliveryAsync(this ProductFixture product) =>
        (await product.Get<EventDeliveries>().FindAsync(product.EventId(), TestContext.Current.CancellationToken))!.Value;

    /// <summary>The id of the only event that has a delivery.</summary>
    public static string EventId(this ProductFixture product) => (string)Assert.Single(product.Tables.Rows(TableNames.EventDeliveries))["RowKey"]!;

    /// <summary>Replays every dead letter.</summary>
    /// <returns>The outcome of the only one; null if there is none.</returns>
    public static async Task<ReplayOutcome?> ReplayAsync(this ProductFixture product, bool force = false, bool dryRun = false)
    {
        var values = new Dictionary<string, string> { ["queue"] = QueueNames.Callbacks, ["force"] = force.ToString(), ["dryRun"] = dryRun.ToString() };
        Assert.Null(DeadLetterQuery.Read(values, out var query));
        var (actions, _) = await product.Get<DeadLetterService>().ReplayAsync(query, TestContext.Current.CancellationToken);
        return actions is { Items: [var action] } ? action.Outcome : null;
    }
}
