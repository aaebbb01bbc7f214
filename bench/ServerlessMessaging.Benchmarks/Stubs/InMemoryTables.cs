using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;
using Azure.Data.Tables;

namespace ServerlessMessaging.Benchmarks.Stubs;

/// <summary>A table service in this process, which costs next to nothing: what is measured is the product.</summary>
internal sealed class InMemoryTables : TableServiceClient
{
    private readonly ConcurrentDictionary<string, InMemoryTable> _tables = new();

    public static InMemoryTables Empty() => new();

    /// <summary>The rows of all tables.</summary>
    public int Rows => _tables.Values.Sum(table => table.Rows.Count);

    public override TableClient GetTableClient(string tableName) => _tables.GetOrAdd(tableName, _ => new());

    public override Task<Response<Azure.Data.Tables.Models.TableItem>> CreateTableIfNotExistsAsync(string tableName, CancellationToken cancellationToken = default) =>
        Task.FromResult(Response.FromValue<Azure.Data.Tables.Models.TableItem>(null!, WrittenResponse.Instance));

    private sealed class InMemoryTable : TableClient
    {
        public ConcurrentDictionary<(string Partition, string Row), ITableEntity> Rows { get; } = new();

        public override Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default) => Write(entity);

        public override Task<Response> UpdateEntityAsync<T>(T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default) => Write(entity);

        public override Task<Response> UpsertEntityAsync<T>(T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default) => Write(entity);

        private Task<Response> Write(ITableEntity entity)
        {
            Rows[(entity.PartitionKey, entity.RowKey)] = entity;
            return WrittenResponse.Done;
        }
    }

    private sealed class WrittenResponse : Response
    {
        public static readonly WrittenResponse Instance = new();
        public static readonly Task<Response> Done = Task.FromResult<Response>(Instance);
        private static readonly string Date = TimeProvider.System.GetUtcNow().ToString("R");

        public override int Status => 204;

        public override string ReasonPhrase => "No Content";

        public override Stream? ContentStream { get; set; }

        public override string ClientRequestId { get; set; } = string.Empty;

        public override void Dispose()
        {
        }

        protected override bool ContainsHeader(string name) => TryGetHeader(name, out _);

        protected override IEnumerable<HttpHeader> EnumerateHeaders() => [];

        protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
        {
            value = name switch { "ETag" => "W/\"1\"", "Date" => Date, _ => null };
            return value is not null;
        }

        protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
        {
            values = TryGetHeader(name, out var value) ? [value] : null;
            return values is not null;
        }
    }
}
