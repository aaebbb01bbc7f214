using ServerlessMessaging.Callbacks.Reading;
using ServerlessMessaging.Records;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Callbacks.Receipts;

/// <summary>Writes into a request's record what Genesys tells about its message: it was delivered, or it failed.</summary>
public sealed partial class ReceiptRecorder(MessageRecords records, StatusEventPublisher notices, TimeProvider time, ILogger<ReceiptRecorder> logger)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Writes it down, and tells the bot flow that asked to be told.</summary>
    /// <param name="id">The request's id.</param>
    /// <param name="receipt">The receipt.</param>
    /// <returns>False where the receipt came before its request was written down as sent.</returns>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public async Task<bool> RecordAsync(string id, WebhookMessage receipt)
    {
        if (StateOf(receipt) is not { } state)
        {
            return true;
        }

        using var timeout = new CancellationTokenSource(Longest, time);
        var isOther = false;
        var isChanged = false;
        var stored = await records.ChangeAsync(
            id,
            current =>
            {
                isOther = current.Value.MessageId != receipt.Id;
                var changed = isOther ? null : Change(current.Value, state, receipt);
                isChanged = changed is not null;
                return changed;
            },
            timeout.Token);
        if (stored is null)
        {
            return true;
        }

        if (isOther)
        {
            // A record that was used for another message since knows nothing of this one.
            return stored.Value.State != MessageState.Sending;
        }

        if (isChanged)
        {
            Log.Recorded(logger, id, state);
        }

        // Again with every copy of the receipt: the first may have ended in between.
        await notices.PublishAsync(stored.Value, timeout.Token);
        return true;
    }

    private MessageRecord? Change(MessageRecord record, MessageState state, WebhookMessage receipt) => (record.State, state) switch
    {
        (MessageState.Sent or MessageState.Failed, MessageState.Delivered) => record with { State = MessageState.Delivered },
        (MessageState.Sent, MessageState.Failed) => record.WithFailure(new(time.GetUtcNow(), record.Attempt, ErrorCodes.DeliveryFailed.Code, Detail(receipt))) with { State = MessageState.Failed },
        _ => null,
    };

    private static string Detail(WebhookMessage receipt) =>
        receipt.Reasons.Count == 0 ? "Genesys gave no reason." : string.Join(", ", receipt.Reasons);

    private static MessageState? StateOf(WebhookMessage receipt) => receipt.Status?.ToUpperInvariant() switch
    {
        "DELIVERED" or "READ" => MessageState.Delivered,
        "FAILED" => MessageState.Failed,
        _ => null,
    };

    private static partial class Log
    {
        [LoggerMessage(EventIds.ReceiptRecorded, LogLevel.Information, "Request {Id} is {State}, as Genesys tells")]
        public static partial void Recorded(ILogger logger, string id, MessageState state);
    }
}
