using Azure;
using Azure.Data.Tables;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>Reads and changes the product's tables as they are stored.</summary>
internal sealed class TestRecords(TableServiceClient tables)
{
    /// <summary>The record of a request.</summary>
    public async Task<TableEntity> ReadAsync(string id)
    {
        var (partition, row) = TableKey.ByHash(id);
        return await Table().GetEntityAsync<TableEntity>(partition, row, cancellationToken: TestContext.Current.CancellationToken);
    }

    /// <summary>Rewrites the record of a request, so that its lease begins now. A property that is null is removed.</summary>
    public async Task ChangeAsync(string id, params (string Property, object? Value)[] changes)
    {
        var record = await ReadAsync(id);
        foreach (var (property, value) in changes)
        {
            record.Remove(property);
            if (value is not null)
            {
                record[property] = value;
            }
        }

        await Table().UpdateEntityAsync(record, ETag.All, TableUpdateMode.Replace, TestContext.Current.CancellationToken);
    }

    /// <summary>Deletes the record of a request.</summary>
    public async Task DeleteAsync(string id)
    {
        var (partition, row) = TableKey.ByHash(id);
        await Table().DeleteEntityAsync(partition, row, ETag.All, TestContext.Current.CancellationToken);
    }

    /// <summary>All rows of a table; none where it is not there yet.</summary>
    public async Task<IReadOnlyList<TableEntity>> RowsAsync(string table = TableNames.MessageRecords)
    {
        try
        {
            return await Table(table).QueryAsync<TableEntity>(cancellationToken: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return [];
        }
    }

    /// <summary>The ids of the requests that have a record, in order.</summary>
    public async Task<IReadOnlyList<string>> IdsAsync() => [.. (await RowsAsync()).Select(row => row.RowKey).Order(StringComparer.Ordinal)];

    private TableClient Table(string name = TableNames.MessageRecords) => tables.GetTableClient(name);
}
