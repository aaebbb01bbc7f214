using ServerlessMessaging.Records;

namespace ServerlessMessaging.Callbacks;

/// <summary>Writes what a receipt reports into the request's record: its message was delivered, or failed. A failure that is not final ends nothing: the message may still be delivered.</summary>
public sealed partial class ReceiptRecorder(MessageRecords records, StatusEventPublisher statusEvents, TimeProvider time, ILogger<ReceiptRecorder> logger)
{
    private static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Changes the record, and queues the status event where the request asked for one.</summary>
    /// <returns>False where the receipt arrived before its request was recorded as sent.</returns>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public async Task<bool> RecordAsync(string id, WebhookMessage receipt)
    {
        var isRead = string.Equals(receipt.Status, "READ", StringComparison.OrdinalIgnoreCase);
        MessageState? state = receipt.Status?.ToUpperInvariant() switch
        {
            "DELIVERED" or "READ" => MessageState.Delivered,
            "FAILED" => MessageState.Failed,
            _ => null,
        };
        if (state is not { } reported)
        {
            return true;
        }

        using var timeout = new CancellationTokenSource(StorageTimeout, time);
        MessageRecord? changed = null;
        var stored = await records.ChangeAsync(
            id, current => changed = current.Value.MessageId == receipt.Id ? Change(current.Value, reported, receipt) : null, timeout.Token);
        if (stored is null)
        {
            return true;
        }

        if (stored.Value.MessageId != receipt.Id)
        {
            // The request was sent again since: its record is about another message.
            return stored.Value.State != MessageState.Sending;
        }

        if (changed is not null && changed.State != MessageState.Sent)
        {
            Log.Recorded(logger, id, changed.State);
        }
        else if (changed is not null)
        {
            Log.NotFinal(logger, id, changed.State);
        }

        // With every copy of the receipt, because the first one may have failed after the record. What was read was delivered, but says more.
        await statusEvents.PublishAsync(stored.Value, timeout.Token, isRead: isRead && stored.Value.State == MessageState.Delivered);
        return true;
    }

    private MessageRecord? Change(MessageRecord record, MessageState state, WebhookMessage receipt) => (record.State, state) switch
    {
        (MessageState.Sent or MessageState.Failed or MessageState.Unknown, MessageState.Delivered) => record with { State = MessageState.Delivered },
        (MessageState.Sent, MessageState.Failed) => Fail(record, receipt),
        _ => null,
    };

    private MessageRecord? Fail(MessageRecord record, WebhookMessage receipt)
    {
        var reasons = receipt.Reasons.Count == 0 ? "Genesys gave no reason." : string.Join("; ", receipt.Reasons);
        var detail = UntrustedText.Clean(receipt.IsFinal ? reasons : $"Not final. {reasons}")!;
        var failed = record.WithFailure(new(time.GetUtcNow(), record.Attempt, ErrorCodes.DeliveryFailed.Code, detail));
        return receipt.IsFinal ? failed with { State = failed.EndState }
            // A receipt may be handled more than once.
            : record.Failures is [.., var last] && last == failed.Failures![^1] with { At = last.At } ? null
            : failed;
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.ReceiptRecorded, LogLevel.Information, "Request {Id} is {State}, as a receipt of Genesys reports")]
        public static partial void Recorded(ILogger logger, string id, MessageState state);

        [LoggerMessage(EventIds.ReceiptNotFinal, LogLevel.Information, "Request {Id} stays {State}: a receipt of Genesys reports a failure that is not final")]
        public static partial void NotFinal(ILogger logger, string id, MessageState state);
    }
}
