using System.Collections.Concurrent;
using System.Text.Json;
using ServerlessMessaging.EndToEndTests.Callbacks;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>Requests of every kind, presses with replies, and the calls of an operator, each repeated until it has an outcome, as docs/reliability.md describes.</summary>
internal sealed class StorageTraffic(TestSystem system, TestQueues storage, TestFlow flow, int requests, int presses)
{
    private const int CallsAtOnce = 8;
    private const string Parked = "SM3007";
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(5);
    private static readonly string[] Queues = [.. QueueNames.All];

    private readonly ConcurrentDictionary<string, string> _cards = new();
    private readonly DateTimeOffset _sendAt = TimeProvider.System.GetUtcNow().AddSeconds(5);

    /// <summary>The accepted requests that have a valid recipient.</summary>
    public ConcurrentBag<string> Accepted { get; } = [];

    /// <summary>The accepted requests that Genesys refuses.</summary>
    public ConcurrentBag<string> Refused { get; } = [];

    /// <summary>The requests that were cancelled before they were due.</summary>
    public ConcurrentBag<string> Cancelled { get; } = [];

    /// <summary>Runs until every queue is empty.</summary>
    public async Task RunAsync()
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = TestContext.Current.CancellationToken };
        await Parallel.ForAsync(1, requests + 1, options, async (number, _) => await SendAsync(number));
        await system.Control.SettingsAsync(new { receipts = "delivered" });
        await Parallel.ForAsync(1, 4, options, async (number, _) => await CallAsync(Text($"receipt-{number}")));
        await system.Control.SettingsAsync(new { receipts = "none" });
        await SettledAsync();
        // Some events are tried again, and some are refused for good.
        foreach (var status in new[] { 503, 410, 503, 410 })
        {
            flow.EnqueueResponse(FlowResponses.Status(status));
        }

        await Parallel.ForEachAsync(_cards, options, async (card, _) => await system.Control.PressAsync(await MessageIdAsync(card.Key), "Approve"));
        await SettledAsync();
        await OperateAsync();
        await SettledAsync();
    }

    // Cards first, so that their presses come while other requests are sent.
    private async Task SendAsync(int number)
    {
        var id = $"r-{number}";
        switch (number <= presses ? -1 : number % 8)
        {
            case -1:
                _cards[id] = id;
                await CallAsync($$$"""{"id":"{{{id}}}","to":{"email":"recipient@example.com"},"message":{"type":"card","title":"{{{id}}}","actions":[{"type":"postBack","title":"Approve","payload":"press-{{{id}}}"}]},"replyTo":"approvals"}""");
                break;
            case 0:
                await CallAsync(Large(id), ("Prefer", "respond-async"));
                break;
            case 1:
                await CallAsync(Text(id), ("Prefer", "respond-async"));
                break;
            case 2:
                await CallAsync(Text(id, $",\"sendAt\":\"{_sendAt:O}\""));
                break;
            case 3:
                await CallAsync(Text(id, ",\"notify\":true,\"replyTo\":\"approvals\""));
                break;
            case 4 when number % 3 == 0:
                await storage.EnqueueAsync(Arrivals.Request(id, """{"email":"nobody@example.com"}"""));
                Refused.Add(id);
                break;
            case 5 when number % 3 == 0:
                await RepeatAsync(() => system.SendAsync(Text(id, $",\"sendAt\":\"{_sendAt.AddDays(5):O}\"")));
                Cancelled.Add(id);
                await RepeatAsync(() => system.DeleteAsync($"/api/messages/{id}"));
                break;
            default:
                await storage.EnqueueAsync(Text(id));
                Accepted.Add(id);
                break;
        }
    }

    // What an operator looks at, and what the timers do.
    private async Task OperateAsync()
    {
        await RepeatAsync(() => system.GetAsync("/api/operator/messages?top=5"));
        await RepeatAsync(() => system.GetAsync("/api/operator/health"));
        foreach (var timer in new[] { "MeasureQueues", "PurgeExpiredRecords" })
        {
            await system.StartFunctionAsync(timer);
            await system.StartFunctionAsync(timer);
        }

        await RepeatAsync(() => system.GetAsync("/api/operator/dead-letters"));
        await RepeatAsync(() => system.PostAsync("/api/operator/dead-letters/replay?queue=callbacks", string.Empty));
        await RepeatAsync(() => system.PostAsync("/api/operator/dead-letters/replay?queue=messages&code=SM2001", string.Empty));
    }

    private async Task CallAsync(string request, params (string Name, string Value)[] headers)
    {
        var response = await RepeatAsync(() => system.SendAsync(request, headers));
        Assert.True(response.Status is 200 or 202 or 504 || (response.Status == 409 && response.Code == Parked), response.ToString());
        Accepted.Add(JsonElement.Parse(request).GetProperty("id").GetString()!);
    }

    private static Task<HttpResult> RepeatAsync(Func<Task<HttpResult>> call) => Eventually.GetAsync(
        call, response => response.Status is not (409 or 500 or 503) || (response.Status == 409 && response.Code == Parked), response => $"No outcome: {response}", MaxWait);

    private async Task<string> MessageIdAsync(string id)
    {
        var record = await Eventually.GetAsync(
            () => system.GetAsync($"/api/messages/{id}"),
            response => response.Status == 200 && response.Json.TryGetProperty("messageId", out _),
            response => $"{id} was not sent: {response}",
            MaxWait);
        return record.Json.GetProperty("messageId").GetString()!;
    }

    // The copies of cancelled requests wait for their time.
    private async Task SettledAsync()
    {
        await system.Control.SettledWebhooksAsync(0);
        foreach (var queue in Queues)
        {
            var left = queue == QueueNames.MessagesDeferred ? Cancelled.Count : 0;
            await Eventually.GetAsync(() => storage.CountAsync(queue), count => count <= left, count => $"{count} messages are left on {queue}.", MaxWait);
        }
    }

    private static string Text(string id, string members = "") => Arrivals.Request(id)[..^1] + members + "}";

    // Above the size of a queue message.
    private static string Large(string id)
    {
        var actions = string.Join(',', Enumerable.Range(0, 3).Select(number => $$"""{"type":"postBack","title":"A{{number}}","payload":"{{new string('x', 2048)}}"}"""));
        var cards = string.Join(',', Enumerable.Range(0, 10).Select(_ => $$"""{"title":"{{id}}","actions":[{{actions}}]}"""));
        return $$$"""{"id":"{{{id}}}","to":{"email":"recipient@example.com"},"message":{"type":"carousel","cards":[{{{cards}}}]}}""";
    }
}
