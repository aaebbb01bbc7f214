using ServerlessMessaging.EndToEndTests.Callbacks;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>Each storage call site loses a response that the service has processed, while requests and presses pass.</summary>
[Trait("Fault", "F24")]
public abstract class LostStorageResponseTests(string policy)
{
    // A new call site fails the test until it stands here, so that it is known to bear the loss.
    private static readonly string[] Inventory =
    [
        "DELETE callbacks/messages/...",
        "DELETE dead-letters/...",
        "DELETE messages-deferred/messages/...",
        "DELETE messages/messages/...",
        "GET EventDeliveries",
        "GET EventDeliveries(...)",
        "GET MessageRecords",
        "GET MessageRecords(...)",
        "GET MessagesByTime",
        "GET RequestIndex",
        "GET RequestIndex(...)",
        "GET Tables",
        "GET callbacks metadata",
        "GET callbacks-poison metadata",
        "GET callbacks-poison/messages",
        "GET callbacks-poison/messages peek",
        "GET callbacks/messages",
        "GET callbacks/messages peek",
        "GET containers",
        "GET dead-letters list",
        "GET dead-letters/...",
        "GET messages metadata",
        "GET messages-deferred metadata",
        "GET messages-deferred-poison metadata",
        "GET messages-deferred-poison/messages",
        "GET messages-deferred-poison/messages peek",
        "GET messages-deferred/messages",
        "GET messages-deferred/messages peek",
        "GET messages-poison metadata",
        "GET messages-poison/messages",
        "GET messages-poison/messages peek",
        "GET messages/messages",
        "GET messages/messages peek",
        "GET payloads list",
        "GET payloads/...",
        "GET queues",
        "POST EventDeliveries delivering",
        "POST MessageRecords queued",
        "POST MessageRecords scheduled",
        "POST MessageRecords sending",
        "POST RequestIndex",
        "POST callbacks/messages",
        "POST messages-deferred/messages attempt 1",
        "POST messages-deferred/messages attempt 2+",
        "POST messages-deferred/messages attempt null",
        "PUT EventDeliveries(...) completed",
        "PUT EventDeliveries(...) deadLettered",
        "PUT EventDeliveries(...) delivering",
        "PUT EventDeliveries(...) waiting",
        "PUT MessageRecords(...) cancelled",
        "PUT MessageRecords(...) deferred",
        "PUT MessageRecords(...) delivered",
        "PUT MessageRecords(...) failed",
        "PUT MessageRecords(...) queued",
        "PUT MessageRecords(...) scheduled",
        "PUT MessageRecords(...) sending",
        "PUT MessageRecords(...) sent",
        "PUT MessagesByTime(...) cancelled",
        "PUT MessagesByTime(...) deferred",
        "PUT MessagesByTime(...) delivered",
        "PUT MessagesByTime(...) failed",
        "PUT MessagesByTime(...) queued",
        "PUT MessagesByTime(...) scheduled",
        "PUT MessagesByTime(...) sending",
        "PUT MessagesByTime(...) sent",
        "PUT RequestIndex(...)",
        "PUT dead-letters/...",
        "PUT payloads/...",
    ];

    // Calls that only a loss or a slow machine brings about.
    private static readonly string[] Occasional =
    [
        "DELETE callbacks-poison/messages/...",
        "DELETE messages-deferred-poison/messages/...",
        "DELETE messages-poison/messages/...",
        "PUT MessageRecords(...) unknown",
        "PUT MessagesByTime(...) unknown",
        "PUT callbacks/messages/...",
        "PUT messages-deferred/messages/...",
        "PUT messages/messages/...",
    ];

    private static readonly (int Requests, int Presses) Size = Environment.GetEnvironmentVariable("SOAK") == "whole" ? (500, 100) : (120, 30);

    [Fact]
    public async Task Storage_OneResponseOfEachCallSiteLost_LosesNothingAndMarksDuplicates()
    {
        var account = await TestStorage.NewAccountAsync();
        var direct = new TestQueues(account);
        var lost = new LostResponses();
        await using var proxy = await StorageProxy.StartAsync(account, lost.Loses);
        await using var flow = await TestFlow.StartAsync();
        flow.DefaultResponse = FlowResponses.ReplyText("Thank you");
        await using var system = await StartAsync(proxy, flow);
        var traffic = new StorageTraffic(system, direct, flow, Size.Requests, Size.Presses);

        lost.Begin();
        await traffic.RunAsync();
        lost.End();

        await AssertNothingLostAsync(system, direct, traffic, flow);
        Assert.True(!lost.Sites.Except(Inventory).Except(Occasional).Any(), $"Not in the inventory: {string.Join(" | ", lost.Sites.Except(Inventory).Except(Occasional))}");
        Assert.True(!Inventory.Except(lost.Sites).Any(), $"Not seen: {string.Join(" | ", Inventory.Except(lost.Sites))}");
    }

    private async Task<TestSystem> StartAsync(StorageProxy proxy, TestFlow flow)
    {
        // A message whose delivery was lost is hidden for the visibility timeout.
        var system = await TestSystem.StartAsync(
            TimeSpan.FromSeconds(20),
            ("AzureWebJobsStorage", proxy.ConnectionString),
            ("Records:OnUnknownOutcome", policy),
            ("Records:Lease", "00:00:12"),
            ("Sending:SendBudget", "00:00:08"),
            ("Callbacks:Lease", "00:00:12"),
            ("Callbacks:RetryDelays:0", "00:00:01"),
            ("Callbacks:RetryDelays:1", "00:00:01"),
            ("Callbacks:RetryDelays:2", "00:00:01"),
            ("Genesys:MaxRetries", "0"),
            ("BotFlows:approvals:Url", flow.Url.ToString()),
            ("BotFlows:approvals:SecretName", CallbackSystem.FlowSecretName),
            ("BotFlows:default:Url", flow.Url.ToString()),
            ("BotFlows:default:SecretName", CallbackSystem.FlowSecretName));
        await system.Vault.SetSecretAsync(CallbackSystem.FlowSecretName, CallbackSystem.FlowSecret, TestContext.Current.CancellationToken);
        await system.Control.SettingsAsync(new { webhookUrl = new Uri(system.Functions, "/api/webhooks/genesys"), webhookRetryDelay = 0.05 });
        // So that requests are deferred.
        await system.Control.FaultAsync(new { match = "POST /api/v2/openmessaging/", share = 0.1, times = 0, status = 503 });
        return system;
    }

    private async Task AssertNothingLostAsync(TestSystem system, TestQueues direct, StorageTraffic traffic, TestFlow flow)
    {
        var rows = (await new TestRecords(direct.Tables).RowsAsync()).ToDictionary(row => row.RowKey);
        var arrivals = await Arrivals.ReadAsync(system.Control);
        var deadLetters = await direct.BlobsAsync(ContainerNames.DeadLetters);
        bool IsParked(string id) => rows[id].GetString("State") == "unknown" && deadLetters.Any(name => name.Contains("/SM2204/", StringComparison.Ordinal) && name.EndsWith($"-{id}", StringComparison.Ordinal));

        Assert.DoesNotContain(traffic.Accepted, id => arrivals.CopiesOf(id) == 0 && !IsParked(id));
        Assert.DoesNotContain(arrivals.Repeated, id => rows.ContainsKey(id) && arrivals.CopiesOf(id) - 1 > (rows[id].GetInt32("UnknownOutcomes") ?? 0));
        Assert.DoesNotContain(traffic.Refused, id => !deadLetters.Any(name => name.EndsWith($"-{id}", StringComparison.Ordinal)));
        Assert.DoesNotContain(traffic.Cancelled, id => arrivals.CopiesOf(id) > 0 || rows[id].GetString("State") != "cancelled");
        Assert.DoesNotContain(traffic.Accepted, id => rows[id].GetString("State") is not ("sent" or "delivered" or "unknown"));
        if (policy == "Park")
        {
            Assert.DoesNotContain(arrivals.Repeated, rows.ContainsKey);
        }

        // Every press reached the flow, and every accepted one has its reply.
        var bodies = flow.Deliveries.Select(delivery => System.Text.Encoding.UTF8.GetString(delivery.Body)).ToList();
        Assert.DoesNotContain(Enumerable.Range(1, Size.Presses), number => !bodies.Any(body => body.Contains($"press-r-{number}\"", StringComparison.Ordinal)));
        var replies = rows.Values.Where(row => row.RowKey.StartsWith("reply-", StringComparison.Ordinal)).ToList();
        Assert.Equal(Size.Presses, replies.Count);
        Assert.InRange(arrivals.CopiesOf("Thank you"), replies.Count(row => row.GetString("State") != "unknown"), replies.Count + replies.Sum(row => row.GetInt32("UnknownOutcomes") ?? 0));
    }
}

/// <summary>A request whose outcome is unknown is sent again.</summary>
public sealed class LostStorageResponseUnderResendTests() : LostStorageResponseTests("Resend");

/// <summary>A request whose outcome is unknown is parked.</summary>
public sealed class LostStorageResponseUnderParkTests() : LostStorageResponseTests("Park");
