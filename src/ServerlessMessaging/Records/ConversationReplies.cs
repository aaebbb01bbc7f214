using Azure.Data.Tables;

namespace ServerlessMessaging.Records;

/// <summary>
/// What decides whether a text still replies to a message: the messages of other senders since, and the reply that it already has.
/// Rows of the index, which are inserted and never replaced.
/// </summary>
public sealed class ConversationReplies(StorageAccount storage, TimeProvider time)
{
    private const string IdProperty = "Id";

    private readonly TableStore<string> _ids = new(storage, TableNames.RequestIndex, (id, entity) => entity[IdProperty] = id, entity => entity.GetString(IdProperty).Required(), time);

    /// <summary>Remembers a message that the customer got from another sender.</summary>
    public Task AddOtherAsync(string conversation, string messageId, DateTimeOffset at, CancellationToken cancellationToken) =>
        _ids.TryInsertAsync(TableKey.ByHash(conversation, $"{Prefix(conversation, at)}-{DerivedName.Compute(NameKind.Message, messageId)}"), messageId, cancellationToken);

    /// <summary>Whether the customer got a message of another sender after a message and no later than a time.</summary>
    public async Task<bool> HasOtherAsync(string conversation, IndexEntry message, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var partition = TableKey.ByHash(conversation).Partition;
        // Genesys posts the message itself to the webhook, too.
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey ge {Prefix(conversation, until)} and RowKey lt {Prefix(conversation, message.SentAt)} and Id ne {message.MessageId ?? string.Empty}");
        return await _ids.PagesAsync(filter, size: 1, continuation: null, skipsOtherForms: false, cancellationToken).AnyAsync(page => page.Rows.Count > 0, cancellationToken);
    }

    /// <summary>Makes an event the only reply to a message.</summary>
    /// <returns>False where another event is.</returns>
    public async Task<bool> TryReplyAsync(IndexEntry message, string eventId, CancellationToken cancellationToken)
    {
        var hash = DerivedName.Compute(NameKind.Reply, message.RequestId, message.MessageId ?? string.Empty);
        var key = TableKey.ByHash(hash, $"reply-{hash}");
        // The same event is handled again after a redelivery of its webhook, a crash, or a lost response.
        return await _ids.TryInsertAsync(key, eventId, cancellationToken) is not null || (await _ids.FindAsync(key, cancellationToken))?.Value == eventId;
    }

    private static string Prefix(string conversation, DateTimeOffset at) => $"other-{conversation}-{TableKey.Descending(at)}";
}
