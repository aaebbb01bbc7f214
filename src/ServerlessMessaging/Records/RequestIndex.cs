using Azure.Data.Tables;

namespace ServerlessMessaging.Records;

/// <summary>The request of a message that was sent, with the resolved recipient and the time when Genesys accepted the message.</summary>
public sealed record IndexEntry(string RequestId, Recipient To, DateTimeOffset SentAt)
{
    /// <summary>The bot flow that receives presses.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Genesys' id of the message, if there is one.</summary>
    public string? MessageId { get; init; }

    /// <summary>The hash under which <see cref="MessageContents"/> keeps the message; null where it is not kept.</summary>
    public string? ContentHash { get; init; }

    /// <summary>The hashes of <see cref="ImBackTexts"/>.</summary>
    public IReadOnlyList<string>? ImBacks { get; init; }

    /// <summary>The <see cref="ReplyOptions"/>; in the conversation's row only.</summary>
    public IReadOnlyList<ReplyOption>? Options { get; init; }

    /// <summary>Whether a text of the customer may name one of its buttons or options.</summary>
    public bool IsAnsweredInWords => ImBacks is not null || Options is not null;
}

/// <summary>The index from Genesys' ids to requests: one row per message, and one per message of a conversation.</summary>
public sealed class RequestIndex(StorageAccount storage, TimeProvider time)
{
    // A customer replies to the visible messages, which are the latest.
    private const int NewestOfConversation = 3;

    // An entity has at most 1 MiB, in UTF-16. Only limits far above the defaults allow more.
    private const int MaxOptions = 400_000;

    // The next character after the dash that separates a conversation's key from the time.
    private const char AfterDash = '.';

    private readonly TableStore<IndexEntry> _entries = new(storage, TableNames.RequestIndex, Write, Read, time);

    /// <summary>Writes both rows of a message that was sent. Without a message id of Genesys only the conversation's is written.</summary>
    public Task WriteAsync(IndexEntry entry, CancellationToken cancellationToken) => Task.WhenAll(
        entry.MessageId is { } messageId ? _entries.PutAsync(KeyOfMessage(messageId), entry with { Options = null }, cancellationToken) : Task.CompletedTask,
        ConversationKey.From(entry.To) is { } conversation
            ? InsertAsync(conversation, entry, cancellationToken)
            : Task.CompletedTask);

    /// <summary>The request of a message; null where there is none.</summary>
    public async Task<IndexEntry?> FindMessageAsync(string messageId, CancellationToken cancellationToken) =>
        await _entries.FindAsync(KeyOfMessage(messageId), cancellationToken) is { } stored ? Corrected(stored.Value, stored.WrittenAt) : null;

    /// <summary>The newest requests of a conversation, newest first, at most three.</summary>
    public async Task<IReadOnlyList<IndexEntry>> FindConversationAsync(string conversation, CancellationToken cancellationToken)
    {
        var (partition, row) = TableKey.ByHash(conversation, $"conversation-{conversation}");
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {row + '-'} and RowKey lt {row + AfterDash}");
        var rows = _entries.PagesAsync(filter, NewestOfConversation, continuation: null, skipsOtherForms: false, cancellationToken).SelectMany(page => page.Rows);
        return await rows.Take(NewestOfConversation).Select(found => Corrected(found.Value, found.WrittenAt)).ToListAsync(cancellationToken);
    }

    private static TableKey KeyOfMessage(string messageId)
    {
        var hash = DerivedName.Compute(NameKind.Message, messageId);
        return TableKey.ByHash(hash, $"message-{hash}");
    }

    // Of two messages of the same moment the second takes the next tick: a row of another request is never replaced.
    private async Task InsertAsync(string conversation, IndexEntry entry, CancellationToken cancellationToken)
    {
        for (var at = entry.SentAt; ; at = at.AddTicks(1))
        {
            var key = TableKey.ByHash(conversation, $"conversation-{conversation}-{TableKey.Descending(at)}");
            if (await _entries.TryInsertAsync(key, entry, cancellationToken) is not null
                || (await _entries.FindAsync(key, cancellationToken))?.Value.RequestId == entry.RequestId)
            {
                return;
            }
        }
    }

    // With a clock that is ahead, a reply would look older than its message.
    private static IndexEntry Corrected(IndexEntry entry, DateTimeOffset writtenAt) => entry.SentAt > writtenAt ? entry with { SentAt = writtenAt } : entry;

    private static void Write(IndexEntry entry, TableEntity entity)
    {
        entity[nameof(entry.RequestId)] = entry.RequestId;
        entity[nameof(entry.To)] = JsonSerializer.Serialize(entry.To, RecordsJson.Default.Recipient);
        entity[nameof(entry.SentAt)] = entry.SentAt;
        entity.Set(nameof(entry.ReplyTo), entry.ReplyTo);
        entity.Set(nameof(entry.MessageId), entry.MessageId);
        entity.Set(nameof(entry.ContentHash), entry.ContentHash);
        entity.Set(nameof(entry.ImBacks), entry.ImBacks is { Count: > 0 } texts ? string.Join(' ', texts) : null);
        var options = entry.Options is { } list ? JsonSerializer.Serialize(list, RecordsJson.Compact.IReadOnlyListReplyOption) : null;
        entity.SetLong(nameof(entry.Options), options?.Length <= MaxOptions ? options : null);
    }

    private static IndexEntry Read(TableEntity entity) => new(
        entity.GetString(nameof(IndexEntry.RequestId)).Required(),
        JsonSerializer.Deserialize(entity.GetString(nameof(IndexEntry.To)).Required(), RecordsJson.Default.Recipient).Required(),
        entity.GetDateTimeOffset(nameof(IndexEntry.SentAt)).Required())
    {
        ReplyTo = entity.GetString(nameof(IndexEntry.ReplyTo)),
        MessageId = entity.GetString(nameof(IndexEntry.MessageId)),
        ContentHash = entity.GetString(nameof(IndexEntry.ContentHash)),
        ImBacks = entity.GetString(nameof(IndexEntry.ImBacks))?.Split(' '),
        Options = entity.GetLong(nameof(IndexEntry.Options)) is { } options ? JsonSerializer.Deserialize(options, RecordsJson.Compact.IReadOnlyListReplyOption) : null,
    };
}
