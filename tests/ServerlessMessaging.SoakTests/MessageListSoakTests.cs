using System.Diagnostics;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Records;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.SoakTests;

/// <summary>The list of messages on the real table emulator, with the records of 15 days.</summary>
public sealed class MessageListSoakTests
{
    private const int BatchSize = 100;
    private const int FailedEvery = 10_000;
    private static readonly int Rows = SoakSize.Select(2_000, 100_000);
    private static readonly TimeSpan Span = TimeSpan.FromDays(15);
    private static readonly DateTimeOffset Newest = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task List_RecordsOfFifteenDays_EachOnceNewestFirstAndFailedOnesFound()
    {
        var connection = await TestStorage.NewAccountAsync();
        var tables = new TableServiceClient(connection);
        await FillAsync(tables);
        var storage = new StorageAccount(new QueueServiceClient(connection), tables, new BlobServiceClient(connection));
        var records = new MessageRecords(storage, Options.Create(new RecordsOptions()), TimeProvider.System, NullLogger<MessageRecords>.Instance);
        var list = new MessageList(storage, records, TimeProvider.System, NullLogger<MessageList>.Instance);
        var figures = new SoakFigures("Message list");
        figures.Add("records", Rows);

        var all = await ReadAsync(list, figures, "every page of 200", ("top", "200"));
        var failed = await ReadAsync(list, figures, "status=failed", ("status", "failed"));

        Assert.Equal(Enumerable.Range(0, Rows).Select(Id), all);
        Assert.Equal(Enumerable.Range(0, Rows).Where(IsFailed).Select(Id), failed);
    }

    private static string Id(int number) => $"r-{number:D6}";

    private static bool IsFailed(int number) => number % FailedEvery == FailedEvery / 2 || number == Rows - 1;

    private static async Task<List<string>> ReadAsync(MessageList list, SoakFigures figures, string what, params (string Name, string Value)[] filter)
    {
        var (ids, pages, start) = (new List<string>(), 0, Stopwatch.GetTimestamp());
        string? continuation = null;
        do
        {
            (string Name, string Value)[] values = continuation is null ? filter : [.. filter, ("continuation", continuation)];
            Assert.Null(MessageListQuery.Read(values.Select(value => KeyValuePair.Create(value.Name, value.Value)), out var query));
            var (page, problem) = await list.ListAsync(query, TestContext.Current.CancellationToken);
            Assert.Null(problem);
            ids.AddRange(page!.Items.Select(item => item.Id));
            continuation = page.Continuation;
            pages++;
        }
        while (continuation is not null);
        figures.Add(what, $"{ids.Count:N0} messages on {pages:N0} pages in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
        return ids;
    }

    // As the application writes them; the newest has the number 0. Failed ones are checked against their records.
    private static async Task FillAsync(TableServiceClient tables)
    {
        await tables.CreateTableIfNotExistsAsync(TableNames.MessagesByTime, TestContext.Current.CancellationToken);
        await tables.CreateTableIfNotExistsAsync(TableNames.MessageRecords, TestContext.Current.CancellationToken);
        var rows = Enumerable.Range(0, Rows).Select(number =>
        {
            var at = Newest - (Span / Rows * number);
            var hour = new DateTimeOffset(at.Year, at.Month, at.Day, at.Hour, 0, 0, TimeSpan.Zero);
            return new TableEntity(TableKey.Descending(hour), $"{TableKey.Descending(at)}-{Id(number)}")
            {
                ["V"] = 1,
                ["Id"] = Id(number),
                ["Status"] = IsFailed(number) ? "failed" : "sent",
                ["Route"] = "openMessaging",
                ["AcceptedAt"] = at,
                ["Attempt"] = 1,
            };
        }).ToList();
        foreach (var batch in rows.GroupBy(row => row.PartitionKey).SelectMany(partition => partition.Chunk(BatchSize)))
        {
            await tables.GetTableClient(TableNames.MessagesByTime).SubmitTransactionAsync(
                batch.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)), TestContext.Current.CancellationToken);
        }

        foreach (var row in rows.Where(row => row.GetString("Status") == "failed"))
        {
            var (partition, key) = TableKey.ByHash(row.GetString("Id"));
            var record = new TableEntity(partition, key)
            {
                ["V"] = 1,
                ["State"] = "failed",
                ["Attempt"] = 1,
                ["Fingerprint"] = "f",
                ["Route"] = "openMessaging",
                ["AcceptedAt"] = row.GetDateTimeOffset("AcceptedAt"),
            };
            await tables.GetTableClient(TableNames.MessageRecords).AddEntityAsync(record, TestContext.Current.CancellationToken);
        }
    }
}
