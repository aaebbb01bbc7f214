using ServerlessMessaging.Serialization;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Journal;

/// <summary>The journal in blobs.</summary>
internal sealed class BlobJournal(StorageAccount storage, TimeProvider time) : IJournal
{
    private readonly ConditionalBlobs<SendRecord> _blobs = new(storage, ContainerNames.Sends, JsonContracts.Stored.SendRecord, time);

    public async Task<JournalEntry?> ReadAsync(string id, CancellationToken cancellationToken) =>
        Entry(await _blobs.ReadAsync(id, cancellationToken));

    public async Task<JournalEntry?> TryCreateAsync(SendRecord record, CancellationToken cancellationToken) =>
        Entry(await _blobs.TryCreateAsync(record.Id, record, cancellationToken));

    public async Task<JournalEntry?> TryReplaceAsync(JournalEntry entry, SendRecord record, CancellationToken cancellationToken) =>
        Entry(await _blobs.TryReplaceAsync(record.Id, entry.Version, record, cancellationToken));

    private static JournalEntry? Entry(StoredRecord<SendRecord>? stored) =>
        stored is null ? null : new(stored.Record, stored.Version, stored.WrittenAt, stored.Now);
}
