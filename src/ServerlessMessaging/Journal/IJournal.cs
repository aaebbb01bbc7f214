namespace ServerlessMessaging.Journal;

/// <summary>One record per request. Every change names the version it replaces, so a record has one owner at a time.</summary>
public interface IJournal
{
    /// <summary>The record, or null if there is none.</summary>
    Task<JournalEntry?> ReadAsync(string id, CancellationToken cancellationToken);

    /// <summary>Creates the record; null if there is one already.</summary>
    Task<JournalEntry?> TryCreateAsync(SendRecord record, CancellationToken cancellationToken);

    /// <summary>Replaces the record; null if it is no longer the version that was read.</summary>
    Task<JournalEntry?> TryReplaceAsync(JournalEntry entry, SendRecord record, CancellationToken cancellationToken);
}
