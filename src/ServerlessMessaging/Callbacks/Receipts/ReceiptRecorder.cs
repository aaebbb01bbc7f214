using Microsoft.Extensions.Logging;
using ServerlessMessaging.Callbacks.Reading;
using ServerlessMessaging.Journal;
using ServerlessMessaging.Logging;
using ServerlessMessaging.Messages.Problems;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Callbacks.Receipts;

/// <summary>Writes into a request's record what Genesys tells about its message: it was delivered, or it failed.</summary>
public sealed partial class ReceiptRecorder(IJournal journal, StatusNotices notices, TimeProvider time, ILogger<ReceiptRecorder> logger)
{
    private const int Turns = 5;
    private const int LongestDetail = 200;
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
        for (var turn = 0; turn < Turns; turn++)
        {
            if (await journal.ReadAsync(id, timeout.Token) is not { } entry)
            {
                return true;
            }

            if (entry.Record.MessageId != receipt.Id)
            {
                // A record that was used for another message since knows nothing of this one.
                return entry.Record.State != SendState.Sending;
            }

            var changed = Change(entry.Record, state, receipt);
            if (changed is null || await TryReplaceAsync(entry, changed, timeout.Token) is not null)
            {
                if (changed is not null)
                {
                    Log.Recorded(logger, id, state);
                }

                // Again with every copy of the receipt: the first may have ended in between.
                await notices.TellAsync(changed ?? entry.Record, timeout.Token);
                return true;
            }
        }

        throw new UnreadableBlobException($"The record of request {id} changed {Turns} times while a receipt was being written into it.");
    }

    private async Task<JournalEntry?> TryReplaceAsync(JournalEntry entry, SendRecord changed, CancellationToken cancellationToken)
    {
        try
        {
            return await journal.TryReplaceAsync(entry, changed, cancellationToken);
        }
        catch (ArgumentException)
        {
            // Too much to remember: what happened counts more than how it came about.
            return await journal.TryReplaceAsync(entry, changed with { Failures = null, To = null }, cancellationToken);
        }
    }

    private SendRecord? Change(SendRecord record, SendState state, WebhookMessage receipt) => (record.State, state) switch
    {
        (SendState.Sent or SendState.Failed, SendState.Delivered) => record with { State = SendState.Delivered },
        (SendState.Sent, SendState.Failed) => record.WithFailure(new(time.GetUtcNow(), record.Attempt, ErrorCodes.DeliveryFailed.Code, Detail(receipt))) with { State = SendState.Failed },
        _ => null,
    };

    private static string Detail(WebhookMessage receipt) =>
        receipt.Reasons.Count == 0 ? "Genesys gave no reason." : MetadataText.Cut(string.Join(", ", receipt.Reasons), LongestDetail);

    private static SendState? StateOf(WebhookMessage receipt) => receipt.Status?.ToUpperInvariant() switch
    {
        "DELIVERED" or "READ" => SendState.Delivered,
        "FAILED" => SendState.Failed,
        _ => null,
    };

    private static partial class Log
    {
        [LoggerMessage(EventIds.ReceiptRecorded, LogLevel.Information, "Request {Id} is {State}, as Genesys tells")]
        public static partial void Recorded(ILogger logger, string id, SendState state);
    }
}
