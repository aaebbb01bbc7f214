using System.Collections.Concurrent;
using Azure;
using ServerlessMessaging.Journal;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>The journal in memory, with the versions and the clock of a storage service.</summary>
internal sealed class MemoryJournal(TimeProvider clock) : IJournal
{
    private readonly ConcurrentDictionary<string, JournalEntry> _entries = new();
    private int _version;

    /// <summary>Where set, every call fails with it.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Where set, every change fails with it.</summary>
    public Exception? ChangeFault { get; set; }

    public SendRecord? Record(string id) => _entries.TryGetValue(id, out var entry) ? entry.Record : null;

    public void Put(SendRecord record) => _entries[record.Id] = New(record);

    public Task<JournalEntry?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        ThrowIfFaulty(Fault);
        return Task.FromResult(_entries.TryGetValue(id, out var entry) ? entry with { Now = clock.GetUtcNow() } : null);
    }

    public Task<JournalEntry?> TryCreateAsync(SendRecord record, CancellationToken cancellationToken)
    {
        ThrowIfFaulty(Fault);
        var entry = New(record);
        return Task.FromResult(_entries.TryAdd(record.Id, entry) ? entry : null);
    }

    public Task<JournalEntry?> TryReplaceAsync(JournalEntry entry, SendRecord record, CancellationToken cancellationToken)
    {
        ThrowIfFaulty(Fault ?? ChangeFault);
        var replaced = New(record);
        return Task.FromResult(
            _entries.TryGetValue(record.Id, out var current) && current.Version == entry.Version && _entries.TryUpdate(record.Id, replaced, current) ? replaced : null);
    }

    private static void ThrowIfFaulty(Exception? fault)
    {
        if (fault is not null)
        {
            throw fault;
        }
    }

    private JournalEntry New(SendRecord record) =>
        new(record, new ETag(Interlocked.Increment(ref _version).ToString(System.Globalization.CultureInfo.InvariantCulture)), clock.GetUtcNow(), clock.GetUtcNow());
}
