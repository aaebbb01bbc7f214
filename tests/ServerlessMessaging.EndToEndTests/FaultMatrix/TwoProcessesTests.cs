using ServerlessMessaging.EndToEndTests.Crash;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>Two processes with one OAuth client and no other connection.</summary>
[Trait("Fault", "F22")]
public sealed class TwoProcessesTests
{
    private const int Allowed = 60;
    private const int Messages = 100;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Send_TwoProcessesOnOneClient_KeepTheLimitAndLoseNothing()
    {
        var options = new SimulatorOptions { Port = 0, VaultPort = 0, RateLimitAllowed = Allowed, RateLimitWindow = Window };
        await using var simulator = await GenesysSimulator.StartAsync(options, TestContext.Current.CancellationToken);
        using var control = new SimulatorControl(simulator.Address);
        var storage = new TestQueues(await TestStorage.NewAccountAsync());
        await using var one = await FunctionsProcess.StartAsync(simulator.Address, storage.ConnectionString, "Resend");
        await using var other = await FunctionsProcess.StartAsync(simulator.Address, storage.ConnectionString, "Resend");
        var to = $$"""{"channelId":"user:{{await control.UserIdAsync()}}"}""";
        foreach (var number in Enumerable.Range(0, Messages))
        {
            await storage.EnqueueAsync(Arrivals.Request($"shared-{number}", to));
        }

        await control.WaitForMessagesAsync(Messages);
        await storage.WaitUntilEmptyAsync("messages");
        await storage.WaitUntilEmptyAsync("messages-deferred");

        var backlog = await Backlog.ReadAsync(control, Allowed, Window);
        var arrivals = await Arrivals.ReadAsync(control);
        Assert.All(Enumerable.Range(0, Messages), number => Assert.Equal(1, arrivals.CopiesOf($"shared-{number}")));
        Assert.InRange(backlog.Refused, 0, 10);
        Assert.Empty((await one.CallAsync(HttpMethod.Get, "/api/operator/dead-letters")).Items);
        Assert.Equal(0, await storage.CountAsync("messages-poison") + await storage.CountAsync("messages-deferred-poison"));
    }
}
