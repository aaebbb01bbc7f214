using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace ServerlessMessaging.Storage;

/// <summary>Rows of one table, each changed by conditional calls only: a change names the version that it replaces.</summary>
/// <param name="storage">The storage account.</param>
/// <param name="table">The table's name.</param>
/// <param name="write">Fills an entity with a value.</param>
/// <param name="read">Reads a value from an entity.</param>
/// <param name="time">The clock where the service does not tell its own.</param>
public sealed class TableStore<T>(StorageAccount storage, string table, Action<T, TableEntity> write, Func<TableEntity, T> read, TimeProvider time)
    where T : class
{
    /// <summary>The property that holds the version of the entity's form.</summary>
    public const string FormProperty = "V";

    /// <summary>The form that this version writes and reads.</summary>
    public const int Form = 1;

    private const int NotFound = 404;
    private const int PreconditionFailed = 412;

    /// <summary>The row, or null if there is none.</summary>
    /// <exception cref="UnreadableRecordException">It has another form.</exception>
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
    public async Task<Versioned<T>?> TryInsertAsync(TableKey key, T value, CancellationToken cancellationToken)
    {
        try
        {
            return Written(value, await storage.WithTableAsync(table, client => client.AddEntityAsync(EntityOf(key, value), cancellationToken), cancellationToken));
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            return null;
        }
    }

    /// <summary>Replaces a row; null if it is no longer the version that was read.</summary>
    public async Task<Versioned<T>?> TryReplaceAsync(TableKey key, ETag version, T value, CancellationToken cancellationToken)
    {
        try
        {
            return Written(value, await storage.WithTableAsync(
                table, client => client.UpdateEntityAsync(EntityOf(key, value), version, TableUpdateMode.Replace, cancellationToken), cancellationToken));
        }
        catch (RequestFailedException exception) when (exception.Status is NotFound or PreconditionFailed)
        {
            return null;
        }
    }

    /// <summary>Writes a row, whatever is there.</summary>
    public Task PutAsync(TableKey key, T value, CancellationToken cancellationToken) =>
        storage.WithTableAsync(table, client => client.UpsertEntityAsync(EntityOf(key, value), TableUpdateMode.Replace, cancellationToken), cancellationToken);

    /// <summary>The first rows that a filter selects, in the order of their keys.</summary>
    /// <param name="filter">An OData filter, made by <see cref="TableClient.CreateQueryFilter(FormattableString)"/>.</param>
    /// <param name="count">How many rows at most, up to 1,000.</param>
    /// <param name="cancellationToken">Ends the waiting for storage.</param>
    /// <exception cref="UnreadableRecordException">One of them has another form.</exception>
    public Task<IReadOnlyList<(T Value, DateTimeOffset WrittenAt)>> FirstAsync(string filter, int count, CancellationToken cancellationToken) => storage.WithTableAsync(
        table,
        async client =>
        {
            var entities = await client.QueryAsync<TableEntity>(filter, count, cancellationToken: cancellationToken).Take(count).ToListAsync(cancellationToken);
            return (IReadOnlyList<(T, DateTimeOffset)>)[.. entities.Select(entity => (Read(entity), entity.Timestamp ?? time.GetUtcNow()))];
        },
        cancellationToken);

    /// <summary>A page of rows in the order of their keys, each with the time of its last write. Rows of another form are left out.</summary>
    /// <param name="filter">An OData filter, made by <see cref="TableClient.CreateQueryFilter(FormattableString)"/>; empty for all rows.</param>
    /// <param name="size">How many rows at most, up to 1,000.</param>
    /// <param name="continuation">The service's token where the page before ended; null for the first.</param>
    /// <param name="cancellationToken">Ends the waiting for storage.</param>
    public Task<(IReadOnlyList<(T Value, DateTimeOffset WrittenAt)> Rows, string? Continuation)> PageAsync(string filter, int size, string? continuation, CancellationToken cancellationToken) => storage.WithTableAsync(
        table,
        async client =>
        {
            await using var pages = client.QueryAsync<TableEntity>(filter, size, cancellationToken: cancellationToken).AsPages(continuation, size).GetAsyncEnumerator(cancellationToken);
            return await pages.MoveNextAsync()
                ? ((IReadOnlyList<(T, DateTimeOffset)>)[.. pages.Current.Values.Where(IsReadable).Select(entity => (Read(entity), entity.Timestamp ?? time.GetUtcNow()))], pages.Current.ContinuationToken)
                : ([], null);
        },
        cancellationToken);

    private static bool IsReadable(TableEntity entity) => entity.TryGetValue(FormProperty, out var form) && form is Form;

    private TableEntity EntityOf(TableKey key, T value)
    {
        var entity = new TableEntity(key.Partition, key.Row) { [FormProperty] = Form };
        write(value, entity);
        return entity;
    }

    private Versioned<T> Written(T value, Response response) =>
        new(value, response.Headers.ETag ?? throw new RequestFailedException(response), ClockOf(response), ClockOf(response));

    // Another version, or another program, may have written it.
    private T Read(TableEntity entity)
    {
        try
        {
            return IsReadable(entity) ? read(entity) : throw new FormatException($"The form is not {Form}.");
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException or InvalidCastException or ArgumentException)
        {
            throw new UnreadableRecordException($"The row {entity.PartitionKey}/{entity.RowKey} of the table {table} cannot be read.", exception);
        }
    }

    private DateTimeOffset ClockOf(Response response) => response.Headers.Date ?? time.GetUtcNow();
}
