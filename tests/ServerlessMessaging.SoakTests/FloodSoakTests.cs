using ServerlessMessaging.EndToEndTests.Crash;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.SoakTests;

/// <summary>More is queued than Genesys allows at once: the rate limit is used without refusals, and nothing is lost.</summary>
[Collection(SoakCollection.Name)]
public sealed class FloodSoakTests
{
    private static readonly int Allowed = SoakSize.Select(40, 300);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(SoakSize.Select(4, 10));
    private static readonly int Messages = SoakSize.Select(130, 1500);

    // In the small run other tests share the machine; the unit tests RateWindowFloodTests assert the share without it.
    private static readonly double MinShareOfOne = SoakSize.Select(0.4, 0.95);
    private static readonly double MinShareOfSeveral = SoakSize.Select(0.4, 0.85);
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Send_FloodToOneProcess_UsesTheRateLimit()
    {
        var figures = new SoakFigures("Flood, one process");
        await using var system = await TestSystem.StartAsync();
        var backlog = await FloodAsync(system.Control, system.Storage, figures);
        var deadLetters = (await system.DeadLettersAsync()).Count;
        figures.Add("dead letters: 0", deadLetters);

        Assert.Equal(Messages, backlog.Sent);
        Assert.InRange(backlog.Refused, 0, 1);
        Assert.True(backlog.Used >= MinShareOfOne, backlog.ToString());
        Assert.Equal(0, deadLetters);
    }

    [Fact]
    public async Task Send_FloodToSeveralProcesses_UsesTheRateLimitAndLosesNothing()
    {
        var processes = SoakSize.Select(2, 4);
        var figures = new SoakFigures($"Flood, {processes} processes on one client");
        await using var simulator = await GenesysSimulator.StartAsync(new SimulatorOptions { Port = 0, VaultPort = 0 }, TestContext.Current.CancellationToken);
        using var control = new SimulatorControl(simulator.Address);
        var storage = new TestQueues(await TestStorage.NewAccountAsync());
        var functions = await Task.WhenAll(Enumerable.Range(0, processes).Select(_ => FunctionsProcess.StartAsync(simulator.Address, storage.ConnectionString, "Resend")));
        try
        {
            var backlog = await FloodAsync(control, storage, figures);
            var deadLetters = (await functions[0].CallAsync(HttpMethod.Get, "/api/operator/dead-letters")).Items.Count;
            var poison = await storage.CountAsync("messages-poison") + await storage.CountAsync("messages-deferred-poison");
            figures.Add("dead letters and poison: 0", deadLetters + poison);

            Assert.Equal(Messages, backlog.Sent);
            Assert.True(backlog.Used >= MinShareOfSeveral, backlog.ToString());
            Assert.InRange(backlog.Refused, 0, Messages / 20);
            Assert.Equal(0, deadLetters + poison);
        }
        finally
        {
            foreach (var process in functions)
            {
                await process.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task TutorialClient_Flood_LosesMessages()
    {
        var figures = new SoakFigures("Flood, the tutorials' own retry loop");
        var options = new SimulatorOptions { Port = 0, VaultPort = 0, RateLimitAllowed = Allowed, RateLimitWindow = SoakSize.Select(TimeSpan.FromSeconds(9), Window) };
        await using var simulator = await GenesysSimulator.StartAsync(options, TestContext.Current.CancellationToken);
        using var control = new SimulatorControl(simulator.Address);

        var lost = await new TutorialClient(simulator.Address, await control.UserIdAsync()).SendAsync(SoakSize.Select(60, Messages));

        var posts = await control.PostsAsync();
        var refused = posts.Count(post => post.GetProperty("status").GetInt32() == 429);
        figures.Add("to compare: posts refused", refused);
        figures.Add("to compare: messages lost", lost);
        Assert.True(refused > 10 && lost > 0, $"{refused} refused, {lost} lost");
    }

    private static async Task<Backlog> FloodAsync(SimulatorControl control, TestQueues storage, SoakFigures figures)
    {
        await control.SettingsAsync(new { rateLimitAllowed = Allowed, rateLimitWindow = Window.TotalSeconds });
        var to = $$"""{"channelId":"user:{{await control.UserIdAsync()}}"}""";
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Messages), TestContext.Current.CancellationToken, async (number, _) => await storage.EnqueueAsync(Arrivals.Request($"flood-{number}", to)));
        await Eventually.GetAsync(control.MessagesAsync, messages => messages.Count >= Messages, messages => $"{messages.Count} of {Messages} came.", MaxWait);
        await storage.WaitUntilEmptyAsync("messages");
        await storage.WaitUntilEmptyAsync("messages-deferred");

        var backlog = await Backlog.ReadAsync(control, Allowed, Window);
        var arrivals = await Arrivals.ReadAsync(control);
        figures.Add("Genesys allows", $"{Allowed} per {Window.TotalSeconds:N0} s");
        figures.Add("queued, lost: 0", $"{Messages:N0}, {Enumerable.Range(0, Messages).Count(number => arrivals.CopiesOf($"flood-{number}") == 0)}");
        figures.Add("came more than once: 0", arrivals.Repeated.Count());
        figures.Add("of the full windows used", $"{backlog.Used:P1}, in {backlog.Seconds:N0} s");
        figures.Add("posts refused with 429", backlog.Refused);
        Assert.All(Enumerable.Range(0, Messages), number => Assert.Equal(1, arrivals.CopiesOf($"flood-{number}")));
        return backlog;
    }
}
