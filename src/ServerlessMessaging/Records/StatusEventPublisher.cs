namespace ServerlessMessaging.Records;

/// <summary>Publishes status events to the bot flow that a request names.</summary>
public sealed class StatusEventPublisher(CallbackQueue queue, TimeProvider time)
{
    /// <summary>Queues a status event, if the request asks for it and the status is final and known.</summary>
    /// <param name="isRead">Whether the customer read the message; the record only says that it was delivered.</param>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public async Task PublishAsync(MessageRecord record, CancellationToken cancellationToken, bool isRead = false)
    {
        if (!record.Notify || record.ShownState is not (MessageState.Sent or MessageState.Delivered or MessageState.Failed))
        {
            return;
        }

        var now = time.GetUtcNow();
        var status = new SendStatus(record.Id, isRead ? "read" : EntityProperties.Name(record.State), now)
        {
            Attempt = record.Attempt,
            ReplyTo = record.ReplyTo,
            Route = record.Route,
            MessageId = record.MessageId,
            To = record.To,
            Reasons = record is { State: MessageState.Failed, Failures: [.., var last] } ? [last.Code] : null,
        };
        var callback = new QueuedCallback(CallbackKind.Send, now, Attempt: 1) { Payload = JsonSerializer.SerializeToUtf8Bytes(status, StorageJson.Default.SendStatus) };
        await queue.PutAsync(callback, TimeSpan.Zero, cancellationToken);
    }
}
