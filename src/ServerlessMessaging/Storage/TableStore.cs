using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace ServerlessMessaging.Storage;

/// <summary>Rows of one table, changed by conditional calls only: a change names the version that it replaces. Times are from the clock of the service, if it returns them.</summary>
public sealed class TableStore<T>(StorageAccount storage, string table, Action<T, TableEntity> write, Func<TableEntity, T> read, TimeProvider time)
    where T : class
{
    /// <summary>The property with the version of the entity's format.</summary>
    public const string FormProperty = "V";

    /// <summary>The format that this version writes and reads.</summary>
    public const int Form = 1;

    private const int NotFound = 404;
    private const int PreconditionFailed = 412;

    // Each retry means that another process changed the row.
    private const int MaxTries = 20;

    /// <summary>The row, or null if there is none.</summary>
    /// <exception cref="UnreadableRecordException">It has another format.</exception>
    public Task<Versioned<T>?> FindAsync(TableKey key, CancellationToken cancellationToken) => storage.WithTableAsync(
        table,
        async client =>
        {
            var response = await client.GetEntityIfExistsAsync<TableEntity>(key.Partition, key.Row, cancellationToken: cancellationToken);
            var now = ClockOf(response.GetRawResponse());
            return response is { HasValue: true, Value: { } entity } ? new Versioned<T>(Read(entity), entity.ETag, entity.Timestamp ?? now, now) : null;
        },
        cancellationToken);

    /// <summary>Inserts a row; null if there is one already.</summary>
    public Task<Versioned<T>?> TryInsertAsync(TableKey key, T value, CancellationToken cancellationToken) => TryWriteAsync(
        value, client => client.AddEntityAsync(EntityOf(key, value), cancellationToken), fault => fault.ErrorCode == TableErrorCode.EntityAlreadyExists, cancellationToken);

    /// <summary>Replaces a row; null if it is no longer the version that was read.</summary>
    public Task<Versioned<T>?> TryReplaceAsync(TableKey key, ETag version, T value, CancellationToken cancellationToken) => TryWriteAsync(
        value,
        client => client.UpdateEntityAsync(EntityOf(key, value), version, TableUpdateMode.Replace, cancellationToken),
        fault => fault.Status is NotFound or PreconditionFailed,
        cancellationToken);

    /// <summary>Writes a row, whatever is there.</summary>
    public Task PutAsync(TableKey key, T value, CancellationToken cancellationToken) =>
        storage.WithTableAsync(table, client => client.UpsertEntityAsync(EntityOf(key, value), TableUpdateMode.Replace, cancellationToken), cancellationToken);

    /// <summary>
    /// The rows that an OData filter selects, in the order of their keys and with the time of their last write; all rows where it is empty.
    /// A page has at most <paramref name="size"/> of them, up to 1,000; the first begins where the service's <paramref name="continuation"/> ended.
    /// </summary>
    /// <exception cref="UnreadableRecordException">A row cannot be read. One of another format is skipped with <paramref name="skipsOtherForms"/>.</exception>
    public async IAsyncEnumerable<(IReadOnlyList<(T Value, DateTimeOffset WrittenAt)> Rows, string? Continuation)> PagesAsync(
        string filter, int size, string? continuation, bool skipsOtherForms, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        do
        {
            var page = await storage.WithTableAsync(
                table,
                async client =>
                    await client.QueryAsync<TableEntity>(filter, size, cancellationToken: cancellationToken).AsPages(continuation, size).FirstAsync(cancellationToken),
                cancellationToken);
            continuation = page.ContinuationToken;
            var rows = page.Values.Where(entity => !skipsOtherForms || IsReadable(entity)).Select(entity => (Read(entity), entity.Timestamp ?? time.GetUtcNow()));
            yield return ([.. rows], continuation);
        }
        while (continuation is not null);
    }

    /// <summary>
    /// Inserts a claim, which has an owner mark of its own, or replaces the record that is there where <paramref name="decide"/> gives a replacement.
    /// <paramref name="isOwn"/> recognises this very claim by its owner mark.
    /// <paramref name="claimed"/> is the decision where there is no record, or where it is this very claim. <paramref name="readsFirst"/>: a record is expected.
    /// </summary>
    /// <exception cref="ContentionException">Others changed the record each time.</exception>
    /// <exception cref="UnreadableRecordException">The record has another format.</exception>
    public async Task<(TDecision Decision, Versioned<T> Record)> ClaimAsync<TDecision>(
        TableKey key,
        T claim,
        Func<T, bool> isOwn,
        bool readsFirst,
        TDecision claimed,
        Func<Versioned<T>, (TDecision Decision, T? Replacement)> decide,
        CancellationToken cancellationToken)
    {
        // Most records are new: inserting first saves them a read.
        var inserts = !readsFirst;
        for (var count = 0; count < MaxTries; count++)
        {
            if (inserts && await TryInsertAsync(key, claim, cancellationToken) is { } inserted)
            {
                return (claimed, inserted);
            }

            var stored = await FindAsync(key, cancellationToken);
            inserts = stored is null;
            if (stored is null)
            {
                continue;
            }

            if (isOwn(stored.Value))
            {
                // This claim's own write, whose response was lost.
                return (claimed, stored);
            }

            var (decision, replacement) = decide(stored);
            var record = replacement is null ? stored : await TryReplaceAsync(key, stored.Version, replacement, cancellationToken);
            if (record is not null)
            {
                return (decision, record);
            }
        }

        throw new ContentionException($"The record {key.Row} changed {MaxTries} times while it was being claimed.");
    }

    /// <summary>Changes a record until no other change comes in between. <paramref name="change"/> returns null where nothing is to be changed.</summary>
    /// <returns>The record as it is now, changed or not; null where there is none.</returns>
    /// <exception cref="ContentionException">Others changed the record each time.</exception>
    public async Task<Versioned<T>?> ChangeAsync(TableKey key, Func<Versioned<T>, T?> change, CancellationToken cancellationToken)
    {
        for (var count = 0; count < MaxTries; count++)
        {
            var stored = await FindAsync(key, cancellationToken);
            var changed = stored is null ? null : change(stored);
            var record = changed is null ? stored : await TryReplaceAsync(key, stored!.Version, changed, cancellationToken);
            if (changed is null || record is not null)
            {
                return record;
            }
        }

        throw new ContentionException($"The record {key.Row} changed {MaxTries} times while it was being changed.");
    }

    private static bool IsReadable(TableEntity entity) => entity.TryGetValue(FormProperty, out var form) && form is Form;

    private TableEntity EntityOf(TableKey key, T value)
    {
        var entity = new TableEntity(key.Partition, key.Row) { [FormProperty] = Form };
        write(value, entity);
        return entity;
    }

    private async Task<Versioned<T>?> TryWriteAsync(
        T value, Func<TableClient, Task<Response>> change, Func<RequestFailedException, bool> isConflict, CancellationToken cancellationToken)
    {
        try
        {
            var response = await storage.WithTableAsync(table, change, cancellationToken);
            return new(value, response.Headers.ETag ?? throw new RequestFailedException(response), ClockOf(response), ClockOf(response));
        }
        catch (RequestFailedException exception) when (isConflict(exception))
        {
            return null;
        }
    }

    // Another version, or another program, may have written it.
    private T Read(TableEntity entity)
    {
        try
        {
            return IsReadable(entity) ? read(entity) : throw new FormatException($"The format is not {Form}.");
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException or InvalidCastException or ArgumentException)
        {
            throw new UnreadableRecordException($"The row {entity.PartitionKey}/{entity.RowKey} of the table {table} cannot be read.", exception);
        }
    }

    private DateTimeOffset ClockOf(Response response) => response.Headers.Date ?? time.GetUtcNow();
}

/// <summary>A row as it is stored, with what a change of it needs.</summary>
/// <param name="Value">The row's value.</param>
/// <param name="Version">The version that a change replaces.</param>
/// <param name="WrittenAt">When the storage service wrote it, by the service's clock.</param>
/// <param name="Now">The service's clock when it responded, in whole seconds. The clocks of machines differ, so only this one is used.</param>
public sealed record Versioned<T>(T Value, ETag Version, DateTimeOffset WrittenAt, DateTimeOffset Now);
