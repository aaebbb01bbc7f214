using Azure.Data.Tables;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMessaging.Benchmarks.Stubs;
using ServerlessMessaging.DevHost.Azurite;
using ServerlessMessaging.Sending.Queues;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Benchmarks.Ratios;

/// <summary>Queued cards, the queue on the emulator and records on fast storage, against a loop with the same calls.</summary>
internal static class DrainQueue
{
    public const string Work = "2 drain of 2,000 queued | loop with the same calls";

    // The host's own: batchSize and newBatchThreshold.
    private const int AtOnce = 12;
    private const int BatchSize = 32;

    public static async Task<IEnumerable<Figure>> MeasureAsync(RatioRun run)
    {
        var count = run.Count(2_000);
        await using var azurite = await AzuriteServer.StartAsync(await NodePackages.EnsureAsync(_ => { }, CancellationToken.None));
        var queue = new QueueServiceClient(azurite.ConnectionString()).GetQueueClient(QueueNames.Messages);
        await queue.CreateIfNotExistsAsync();
        await using var product = Product.Create(run.Stub, tables: null, azurite.ConnectionString());
        var handler = product.GetRequiredService<QueuedMessages>();
        var http = product.GetRequiredService<IHttpClientFactory>().CreateClient();
        http.BaseAddress = new Uri(run.Stub);
        var tables = product.GetRequiredService<TableServiceClient>();
        var pairs = await Pairs.RunAsync(
            run.Pairs,
            () => DrainAsync(queue, count, handler.HandleAsync),
            () => DrainAsync(queue, count, message => SameCallsAsync(tables, http, message)));
        return
        [
            pairs.ToFigure(Work, "CPU us", cost => cost.Cpu.TotalMicroseconds / count, goal: 1.2),
            pairs.ToFigure(Work, "wall us", cost => cost.Wall.TotalMicroseconds / count, goal: 1.2),
        ];
    }

    /// <summary>Handles every message of a queue, as many at once as the host does, and deletes it.</summary>
    public static async Task HandleAllAsync(QueueClient queue, Func<QueueMessage, Task> handle)
    {
        while ((await queue.ReceiveMessagesAsync(BatchSize, TimeSpan.FromMinutes(10))).Value is { Length: > 0 } messages)
        {
            await Parallel.ForEachAsync(messages, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (message, _) =>
            {
                await handle(message);
                await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, CancellationToken.None);
            });
        }
    }

    private static async Task<Cost> DrainAsync(QueueClient queue, int count, Func<QueueMessage, Task> handle)
    {
        await RatioRun.ForAsync(count, AtOnce, _ => queue.SendMessageAsync(Requests.Card(RatioRun.NewId()), timeToLive: TimeSpan.FromSeconds(-1)));
        return await Cost.MeasureAsync(() => HandleAllAsync(queue, handle));
    }

    // Record and row of the list in parallel, the post, both rows of the index, record and row of the list.
    private static async Task SameCallsAsync(TableServiceClient tables, HttpClient http, QueueMessage message)
    {
        var (records, list, index) = (tables.GetTableClient(TableNames.MessageRecords), tables.GetTableClient(TableNames.MessagesByTime), tables.GetTableClient(TableNames.RequestIndex));
        await Task.WhenAll(records.AddEntityAsync(Row(message)), list.UpsertEntityAsync(Row(message), TableUpdateMode.Replace));
        using (var content = new ByteArrayContent(Requests.PostedCard))
        using (var response = await http.PostAsync(new Uri(Requests.CardPath, UriKind.Relative), content))
        {
            await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
        }

        await Task.WhenAll(index.UpsertEntityAsync(Row(message), TableUpdateMode.Replace), index.AddEntityAsync(Row(message)));
        await Task.WhenAll(
            records.UpdateEntityAsync(Row(message), new("W/\"1\""), TableUpdateMode.Replace), list.UpsertEntityAsync(Row(message), TableUpdateMode.Replace));
    }

    // As many properties as a record has.
    private static TableEntity Row(QueueMessage message)
    {
        var row = new TableEntity("0", message.MessageId);
        for (var number = 0; number < 16; number++)
        {
            row[$"Property{number}"] = "a value of a record";
        }

        return row;
    }
}
