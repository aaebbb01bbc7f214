using ServerlessMessaging.DevHost.Hosting;
using ServerlessMessaging.EndToEndTests.Callbacks;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Simulator;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.EndToEndTests.Crash;

/// <summary>A process dies during a delivery: the event is delivered again under the same id.</summary>
public sealed class CallbackAfterCrashTests
{
    [Fact]
    public async Task DeliverCallback_KilledDuringTheDelivery_DeliversAgainAndRepliesOnce()
    {
        await using var flow = await TestFlow.StartAsync();
        await using var simulator = await GenesysSimulator.StartAsync(new SimulatorOptions { Port = 0, VaultPort = 0 }, TestContext.Current.CancellationToken);
        using var control = new SimulatorControl(simulator.Address);
        var vault = new DevelopmentVault(simulator.VaultAddress, simulator.VaultThumbprint, simulator.VaultToken).CreateClient();
        await vault.SetSecretAsync(CallbackSystem.FlowSecretName, CallbackSystem.FlowSecret, TestContext.Current.CancellationToken);
        var storage = new TestQueues(await TestStorage.NewAccountAsync());
        flow.EnqueueResponse(FlowResponses.Hang);
        flow.EnqueueResponse(FlowResponses.ReplyText("Thank you"));

        await using (var first = await StartAsync(simulator, storage, flow))
        {
            await control.SettingsAsync(new { webhookUrl = new Uri(first.Address, "/api/webhooks/genesys") });
            var sent = await first.SendAsync("""{"id":"invoice-1001","to":{"email":"recipient@example.com"},"message":{"type":"card","title":"Invoice","actions":[{"type":"postBack","title":"Approve","payload":"yes"}]},"replyTo":"approvals"}""");
            await control.PressAsync(sent.Json.GetProperty("messageId").GetString()!, "Approve");
            await flow.WaitAsync(1);
            Assert.Equal([200], Assert.Single(await control.SettledWebhooksAsync(1)).GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("status").GetInt32()));
        }

        await using var next = await StartAsync(simulator, storage, flow);
        var deliveries = await flow.WaitAsync(2);
        await next.RecordAsync($"reply-{deliveries[0].Id}", "sent");
        await storage.WaitUntilEmptyAsync(QueueNames.Callbacks);

        Assert.Equal(2, flow.Deliveries.Count);
        Assert.Equal((deliveries[0].Id, "invoice-1001"), (deliveries[1].Id, deliveries[1].Text("requestId")));
        Assert.Equal(3, (await control.MessagesAsync()).Count);
        Assert.Empty((await next.CallAsync(HttpMethod.Get, "/api/operator/dead-letters")).Items);
        DeliveryVerifier.AssertValid(flow.Deliveries);
    }

    private static Task<FunctionsProcess> StartAsync(GenesysSimulator simulator, TestQueues storage, TestFlow flow) => FunctionsProcess.StartAsync(
        simulator.Address,
        storage.ConnectionString,
        "Resend",
        ("BotFlows__approvals__Url", flow.Url.ToString()),
        ("BotFlows__approvals__SecretName", CallbackSystem.FlowSecretName),
        ("Callbacks__DeliveryTimeout", "00:00:10"));
}
