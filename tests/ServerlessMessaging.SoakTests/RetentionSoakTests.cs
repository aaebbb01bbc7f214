using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Records;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.SoakTests;

/// <summary>Old rows on the real table emulator. A retention that lies ahead makes every row an old one.</summary>
public sealed class RetentionSoakTests
{
    private const int Waiting = 100;
    private const int BatchSize = 100;
    private static readonly int Rows = SoakSize.Select(1_000, 10_000);
    private static readonly string[] WaitingStates = ["queued", "scheduled", "deferred", "sending"];

    [Fact]
    public async Task Purge_CutOffMidway_NextRunDeletesTheRestAndNothingThatWaits()
    {
        var connection = await TestStorage.NewAccountAsync();
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var deletes = new CountingPolicy(RequestMethod.Delete, Rows / 2, cut);
        var options = new TableClientOptions();
        options.AddPolicy(deletes, HttpPipelinePosition.PerCall);
        var tables = new TableServiceClient(connection, options);
        var storage = new StorageAccount(new QueueServiceClient(connection), tables, new BlobServiceClient(connection));
        var records = Options.Create(new RecordsOptions { Retention = TimeSpan.FromMinutes(-5) });
        var retention = new RecordRetention(
            storage,
            new MessageContents(storage, records, TimeProvider.System),
            records,
            TimeProvider.System,
            NullLogger<RecordRetention>.Instance);
        foreach (var table in TableNames.All)
        {
            await FillAsync(tables, table);
        }

        await retention.PurgeAsync(cut.Token);
        Assert.InRange((await KeysAsync(tables, TableNames.MessageRecords)).Count, Waiting + 1, Rows - 1);

        await retention.PurgeAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, Waiting).Select(Id), (await KeysAsync(tables, TableNames.MessageRecords)).Order(StringComparer.Ordinal));
        foreach (var table in TableNames.All.Except([TableNames.MessageRecords]))
        {
            Assert.Empty(await KeysAsync(tables, table));
        }
    }

    private static string Id(int number) => $"r-{number:D5}";

    // The first hundred records wait or are being sent.
    private static async Task FillAsync(TableServiceClient tables, string name)
    {
        await tables.CreateTableIfNotExistsAsync(name, TestContext.Current.CancellationToken);
        var table = tables.GetTableClient(name);
        var rows = Enumerable.Range(0, Rows).Select(number => new TableEntity($"{number % 16:x}", Id(number)) { ["V"] = 1, ["State"] = number < Waiting ? WaitingStates[number % WaitingStates.Length] : "sent" });
        foreach (var batch in rows.GroupBy(row => row.PartitionKey).SelectMany(partition => partition.Chunk(BatchSize)))
        {
            await table.SubmitTransactionAsync(batch.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)), TestContext.Current.CancellationToken);
        }
    }

    private static async Task<List<string>> KeysAsync(TableServiceClient tables, string name) => await tables.GetTableClient(name)
        .QueryAsync<TableEntity>(select: ["RowKey"], cancellationToken: TestContext.Current.CancellationToken).Select(row => row.RowKey).ToListAsync(TestContext.Current.CancellationToken);

    // Cancels the run after a number of requests, as the end of a process does.
    private sealed class CountingPolicy(RequestMethod method, int limit, CancellationTokenSource cut) : HttpPipelineSynchronousPolicy
    {
        private int _count;

        public override void OnReceivedResponse(HttpMessage message)
        {
            if (message.Request.Method == method && Interlocked.Increment(ref _count) == limit)
            {
                cut.Cancel();
            }
        }
    }
}
