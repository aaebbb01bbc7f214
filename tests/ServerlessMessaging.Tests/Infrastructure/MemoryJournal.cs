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

    /// <summary>How many of the next changes fail.</summary>
    public int FailingChanges { get; set; }

    /// <summary>Whether the next write is done and its answer lost, so that its repeat meets a conflict.</summary>
    public bool LosesNextAnswer { get; set; }

    /// <summary>Whether the next creation is done and then fails, as a time-out does.</summary>
    public bool FailsAfterNextCreate { get; set; }

    /// <summary>Whether the next change is done and then fails, as a time-out does.</summary>
    public bool FailsAfterNextChange { get; set; }

    public SendRecord? Record(string id) => _entries.TryGetValue(id, out var entry) ? entry.Record : null;

    public void Put(SendRecord record) => _entries[record.Id] = New(record);

    /// <summary>Drops a record, as the account does when its time is over.</summary>
    public void Forget(string id) => _entries.TryRemove(id, out _);

    public Task<JournalEntry?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        ThrowIfFaulty(Fault);
        return Task.FromResult(_entries.TryGetValue(id, out var entry) ? entry with { Now = clock.GetUtcNow() } : null);
    }

    public Task<JournalEntry?> TryCreateAsync(SendRecord record, CancellationToken cancellationToken)
    {
        ThrowIfFaulty(Fault);
        var entry = New(record);
        if (FailsAfterNextCreate)
        {
            FailsAfterNextCreate = false;
            _entries.TryAdd(record.Id, entry);
            throw new AggregateException("timed out");
        }

        return Task.FromResult(_entries.TryAdd(record.Id, entry) ? Answer(entry) : null);
    }

    public Task<JournalEntry?> TryReplaceAsync(JournalEntry entry, SendRecord record, CancellationToken cancellationToken)
    {
        ThrowIfFaulty(FailingChanges-- > 0 ? new RequestFailedException(503, "busy") : Fault);
        var replaced = New(record);
        var isDone = _entries.TryGetValue(record.Id, out var current) && current.Version == entry.Version && _entries.TryUpdate(record.Id, replaced, current);
        if (FailsAfterNextChange)
        {
            FailsAfterNextChange = false;
            throw new AggregateException("timed out");
        }

        return Task.FromResult(isDone ? Answer(replaced) : null);
    }

    private JournalEntry? Answer(JournalEntry entry)
    {
        var lost = LosesNextAnswer;
        LosesNextAnswer = false;
        return lost ? null : entry;
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
