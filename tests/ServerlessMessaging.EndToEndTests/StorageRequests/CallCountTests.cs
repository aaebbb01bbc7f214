using Azure.Core;
using ServerlessMessaging.EndToEndTests.Callbacks;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Simulator;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.StorageRequests;

/// <summary>
/// The number of storage calls of a message, measured with the card of the README and replyTo.
/// The host has a client of its own: its delete of a queue message is added as one call.
/// </summary>
public sealed class CallCountTests
{
    private const string InsertRecord = $"POST {TableNames.MessageRecords}";
    private const string ReadRecord = $"GET {TableNames.MessageRecords}";
    private const string ReplaceRecord = $"PUT {TableNames.MessageRecords}";
    private const string WriteRow = $"PUT {TableNames.MessagesByTime}";
    private const string WriteMessageIndex = $"PUT {TableNames.RequestIndex}";
    private const string InsertConversationIndex = $"POST {TableNames.RequestIndex}";
    private const string PutCopy = $"POST {QueueNames.MessagesDeferred}";

    // Made in parallel, so their order is not fixed.
    private static readonly string[] Claim = [InsertRecord, WriteRow];
    private static readonly string[] Index = [InsertConversationIndex, WriteMessageIndex];
    private static readonly string[] Complete = [ReplaceRecord, WriteRow];

    [Fact]
    public async Task Send_OverHttp_MakesTwoCallsBeforeThePostAndFourAfter()
    {
        await using var system = await StartAsync();

        Assert.Equal(200, (await system.SendAsync(Card("measured"))).Status);

        await ExpectAsync(system, [Claim, Index, Complete]);
        Assert.Equal(6, system.StorageRequests.Calls.Count);
    }

    [Fact]
    public async Task Send_AgentlessOverHttp_MakesThreeCallsBeforeThePostAndFourAfter()
    {
        await using var system = await StartAsync();

        Assert.Equal(200, (await system.SendAsync(Card("measured", $$$"""{"customer":{"id":"c-1","integrationId":"{{{DevelopmentRecipients.IntegrationId}}}"}}"""))).Status);

        await ExpectAsync(system, [[.. Claim, InsertConversationIndex], Index, Complete]);
        Assert.Equal(7, system.StorageRequests.Calls.Count);
    }

    [Fact]
    public async Task Send_FromTheQueue_MakesSevenCallsDeleteIncluded()
    {
        await using var system = await StartAsync();

        await system.Storage.EnqueueAsync(Card("measured"));

        await ExpectAsync(system, [Claim, Index, Complete]);
        await system.Storage.WaitUntilEmptyAsync(QueueNames.Messages);
        Assert.Equal(7, system.StorageRequests.Calls.Count + 1);
    }

    [Fact]
    public async Task Send_RespondAsync_MakesElevenCallsFromAcceptanceToSent()
    {
        await using var system = await StartAsync();
        // The claim of the copy would read again if the confirmation came between its read and its write.
        var read = system.StorageGate.HoldNext(RequestMethod.Get, "RowKey='measured'");

        Assert.Equal(202, (await system.SendAsync(Card("measured"), ("Prefer", "respond-async"))).Status);

        await read.ReachedAsync();
        read.Release();
        await ExpectAsync(system, [Claim, [PutCopy], [ReadRecord, ReplaceRecord], [ReplaceRecord], Index, Complete]);
        await system.Storage.WaitUntilEmptyAsync(QueueNames.MessagesDeferred);
        Assert.Equal(11, system.StorageRequests.Calls.Count + 1);
    }

    [Fact]
    public async Task Send_DeferredOnce_MakesTwelveCalls()
    {
        await using var system = await StartAsync(("Genesys:MaxRetries", "0"));
        await system.Control.FaultAsync(new { match = "POST /api/v2/openmessaging/", status = 503 });

        Assert.Equal(202, (await system.SendAsync(Card("measured"))).Status);

        await ExpectAsync(system, [Claim, [PutCopy], Complete, [ReadRecord], [ReplaceRecord], Index, Complete]);
        await system.Storage.WaitUntilEmptyAsync(QueueNames.MessagesDeferred);
        Assert.Equal(12, system.StorageRequests.Calls.Count + 1);
    }

    [Fact]
    public async Task Deliver_PressOfAButton_MakesFiveCallsFromReceiptToTheEnd()
    {
        await using var callbacks = await CallbackSystem.StartAsync();
        var system = callbacks.Bridge;
        await PrepareAsync(system);
        await callbacks.Bridge.Control.PressAsync(await callbacks.SendCardAsync("warm-up"), "Approve");
        await callbacks.SettledAsync(1);
        var card = await callbacks.SendCardAsync("measured");
        await SentAsync(system, "measured");
        system.StorageRequests.ClearCalls();

        await system.Control.PressAsync(card, "Approve");

        await system.Log.WaitAsync(EventIds.CallbackDelivered, times: 2);
        await callbacks.SettledAsync(2);
        Assert.Equal(
            [$"POST {QueueNames.Callbacks}", $"GET {TableNames.RequestIndex}", $"POST {TableNames.EventDeliveries}", $"PUT {TableNames.EventDeliveries}"],
            system.StorageRequests.Calls);
        Assert.Equal(5, system.StorageRequests.Calls.Count + 1);
    }

    private static string Card(string id, string to = """{"email":"recipient@example.com"}""") => $$$"""
        {"id":"{{{id}}}","to":{{{to}}},"replyTo":"approvals","message":{"type":"card","title":"Invoice #1001","subtitle":"Amount: $500.00",
         "actions":[{"type":"postBack","title":"Approve","payload":{"event":"approval","status":"accepted"}}]}}
        """;

    private static async Task<TestSystem> StartAsync(params (string Key, string Value)[] settings)
    {
        var system = await TestSystem.StartAsync(settings);
        await PrepareAsync(system);
        Assert.Equal(200, (await system.SendAsync(Card("warm-up"))).Status);
        await SentAsync(system, "warm-up");
        system.StorageRequests.ClearCalls();
        return system;
    }

    // The last container that is created in the background of the start.
    private static Task<bool> PrepareAsync(TestSystem system) => Eventually.GetAsync(
        async () => (await system.Storage.Blobs.GetBlobContainerClient(ContainerNames.All[^1]).ExistsAsync(TestContext.Current.CancellationToken)).Value, exists => exists, _ => "The containers are not created.");

    private static Task<int> SentAsync(TestSystem system, string id) => Eventually.GetAsync(
        async () => (await system.Records.RowsAsync()).Concat(await system.Records.RowsAsync(TableNames.MessagesByTime))
            .Count(row => (row.RowKey == id && row.GetString("State") == "sent") || (row.RowKey.EndsWith($"-{id}", StringComparison.Ordinal) && row.GetString("Status") == "sent")),
        count => count == 2,
        count => $"{count} of record and row say that {id} was sent.");

    private static async Task ExpectAsync(TestSystem system, string[][] steps)
    {
        await SentAsync(system, "measured");
        var calls = system.StorageRequests.Calls;
        var expected = new List<string>();
        var actual = new List<string>();
        foreach (var step in steps)
        {
            actual.AddRange(calls.Skip(expected.Count).Take(step.Length).Order(StringComparer.Ordinal));
            expected.AddRange(step.Order(StringComparer.Ordinal));
        }

        Assert.Equal(expected, actual.Concat(calls.Skip(expected.Count)));
    }
}
