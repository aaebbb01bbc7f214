using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Records;

/// <summary>Tells the bot flow that asked to be told what became of a request.</summary>
public sealed class StatusEventPublisher(CallbackQueue queue, TimeProvider time)
{
    /// <summary>Puts a notice on its way, if one was asked for and there is something to tell.</summary>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public async Task PublishAsync(MessageRecord record, CancellationToken cancellationToken)
    {
        if (!record.Notify || Name(record) is not { } name)
        {
            return;
        }

        var now = time.GetUtcNow();
        var status = new SendStatus(record.Id, name, now)
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

    // Where nobody knows whether it was sent there is nothing to tell.
    private static string? Name(MessageRecord record) => record.State switch
    {
        MessageState.Sent => "sent",
        MessageState.Delivered => "delivered",
        MessageState.Failed when !record.MayHaveBeenSent => "failed",
        _ => null,
    };
}
