using Azure.Core;
using ServerlessMessaging.EndToEndTests.Crash;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Simulator;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Deferral;

/// <summary>Genesys has the message, and the request ends later with another failure: it is unknown, and only force sends it again.</summary>
public sealed class MayHaveBeenSentTests
{
    private const string Posts = "POST /api/v2/openmessaging/";

    private static readonly object CutAfter = new { match = Posts, dropConnection = true, when = "after" };

    [Theory]
    [InlineData(503, false)]
    [InlineData(503, true)]
    [InlineData(400, false)]
    [InlineData(400, true)]
    public async Task Send_LostResponseThenAnotherFailure_EndsAsUnknown(int status, bool overHttp)
    {
        await using var system = await TestSystem.StartAsync(
            ("Sending:MaxDeferral", "00:00:00.5"), ("Genesys:MaxRetries", "0"), ("Genesys:BreakerMinimumThroughput", "1000"));
        await system.Control.FaultAsync(CutAfter);
        await system.Control.FaultAsync(new { match = Posts, status, times = 0 });
        // No attempt begins less than 4 s before it: a refusal needs a second one.
        var expiresAt = TimeProvider.System.GetUtcNow().AddSeconds(status == 400 ? 15 : 5);
        var request = SendRequests.WithId("lost", $"\"expiresAt\":\"{expiresAt:O}\"");
        await (overHttp ? (Task)system.SendAsync(request) : system.Storage.EnqueueAsync(request));

        var record = await system.RecordAsync("lost", "unknown");
        await system.Log.WaitAsync(EventIds.RequestParked);

        Assert.Equal(1, record.Json.GetProperty("unknownOutcomes").GetInt32());
        var deadLetter = Assert.Single(await system.DeadLettersAsync());
        Assert.Equal("SM2204", deadLetter.GetProperty("code").GetString());
        Assert.Contains(status == 400 ? "SM2007" : "SM3008", deadLetter.GetProperty("reason").GetString(), StringComparison.Ordinal);
        await system.Control.ClearFaultsAsync();
        Assert.Equal("parked", await ReplayAsync(system, "id=lost"));
        Assert.Single(await system.Control.MessagesAsync());
        // A replay keeps an expiry that is still to come.
        await WaitUntilAsync(expiresAt);
        Assert.Equal("replayed", await ReplayAsync(system, "id=lost&force=true"));
        await system.RecordAsync("lost", "sent");
        Assert.Equal(2, (await system.Control.MessagesAsync()).Count);
    }

    [Fact]
    public async Task SendQueuedMessage_KilledAfterThePostAndExpired_EndsAsUnknown()
    {
        await using var simulator = await GenesysSimulator.StartAsync(new SimulatorOptions { Port = 0, VaultPort = 0 }, TestContext.Current.CancellationToken);
        using var control = new SimulatorControl(simulator.Address);
        var storage = new TestQueues(await TestStorage.NewAccountAsync());
        var expiresAt = DateTimeOffset.MinValue;
        await using (var first = await FunctionsProcess.StartAsync(simulator.Address, storage.ConnectionString, "Resend"))
        {
            await control.FaultAsync(new { match = Posts, delay = 600, when = "after", times = 0 });
            expiresAt = TimeProvider.System.GetUtcNow().AddSeconds(5);
            await storage.EnqueueAsync(SendRequests.WithId("killed", $"\"expiresAt\":\"{expiresAt:O}\""));
            await control.WaitForMessagesAsync(1);
        }

        await control.ClearFaultsAsync();
        await WaitUntilAsync(expiresAt);
        await using var next = await FunctionsProcess.StartAsync(simulator.Address, storage.ConnectionString, "Resend");
        await Eventually.GetAsync(
            () => next.CallAsync(HttpMethod.Get, "/api/operator/dead-letters"), list => list.Items.Count > 0, list => $"{list}\n{next.Output}");

        Assert.Equal("SM2204", Assert.Single((await next.CallAsync(HttpMethod.Get, "/api/operator/dead-letters")).Items).GetProperty("code").GetString());
        await next.RecordAsync("killed", "unknown");
        var replay = await next.CallAsync(HttpMethod.Post, "/api/operator/dead-letters/replay?id=killed");
        Assert.Equal("parked", Assert.Single(replay.Items).GetProperty("outcome").GetString());
        Assert.Single(await control.MessagesAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_DeadLetterOfAParkedRequestNotWritten_Is504(bool inABatch)
    {
        await using var system = await TestSystem.StartAsync(("Records:OnUnknownOutcome", "Park"));
        await system.Control.FaultAsync(CutAfter);
        system.StorageGate.RefuseNext(RequestMethod.Put, "/dead-letters/");

        var response = inABatch ? await system.SendBatchAsync(SendRequests.Batch(SendRequests.WithId("lost"))) : await system.SendAsync(SendRequests.WithId("lost"));

        Assert.Equal((504, "SM2204"), inABatch ? Assert.Single(response.Outcomes) : (response.Status, response.Code!));
        Assert.Contains(EventIds.DeadLetterNotWritten, system.Log.EventIds);
        Assert.Single(await system.Control.MessagesAsync());
    }

    private static Task<DateTimeOffset> WaitUntilAsync(DateTimeOffset time) =>
        Eventually.GetAsync(() => Task.FromResult(TimeProvider.System.GetUtcNow()), now => now > time, _ => "Time stands still.");

    private static async Task<string?> ReplayAsync(TestSystem system, string query) =>
        Assert.Single((await system.PostAsync($"/api/operator/dead-letters/replay?{query}", string.Empty)).Items).GetProperty("outcome").GetString();
}
