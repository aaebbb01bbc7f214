using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.SoakTests;

/// <summary>Genesys is unavailable for longer than five deliveries of a queue message: nothing is dead-lettered, and everything is sent soon afterwards.</summary>
[Collection(SoakCollection.Name)]
public sealed class OutageSoakTests
{
    private const string Api = "/api/v2/";
    private const int FiveDeliveries = 5;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    // The times of production in the whole run; a thirtieth of them in the small one.
    private static readonly TimeSpan Delivery = TimeSpan.FromSeconds(SoakSize.Select(1, 30));
    private static readonly TimeSpan Outage = Delivery * FiveDeliveries * 3;
    private static readonly int Requests = SoakSize.Select(60, 400);
    private static readonly int Allowed = SoakSize.Select(1_000_000, 300);

    [Fact]
    public async Task Send_GenesysAway_SendsEverythingAfterItsReturn()
    {
        var figures = new SoakFigures("Outage");
        using var proxy = new InterruptibleProxy();
        await using var system = await TestSystem.StartAsync(Settings(proxy.Address));
        await system.Control.SettingsAsync(new { rateLimitAllowed = Allowed, rateLimitWindow = Window.TotalSeconds });
        proxy.Open(system.Simulator);
        var requests = Enumerable.Range(1, Requests).Chunk((Requests + 2) / 3).ToList();

        await system.Control.FaultAsync(new { match = Api, status = 503, times = 0 });
        var responses = await PhaseAsync(system, requests[0]);
        await system.Control.ClearFaultsAsync();
        await system.Control.FaultAsync(new { match = Api, dropConnection = true, times = 0 });
        responses.AddRange(await PhaseAsync(system, requests[1]));
        proxy.Close();
        responses.AddRange(await PhaseAsync(system, requests[2]));
        await system.Control.ClearFaultsAsync();
        var returned = TimeProvider.System.GetUtcNow();
        proxy.Open(system.Simulator);

        var allowedTime = Grace + (Window * Requests / Allowed);
        var messages = await Eventually.GetAsync(
            system.Control.MessagesAsync, found => found.Count >= Requests, found => $"{found.Count} of {Requests} messages came.", allowedTime + Grace);
        var needed = messages.Max(message => message.GetProperty("at").GetDateTimeOffset()) - returned;
        await system.Storage.WaitUntilEmptyAsync("messages-deferred");
        var arrivals = await Arrivals.ReadAsync(system.Control);
        var attempts = await AttemptsAsync(system);
        var deadLetters = await system.DeadLettersAsync();
        figures.Add("Genesys away: a third each 503, connections cut, connections refused", $"{Outage.TotalSeconds:N0} s, {Outage / Delivery:N0} deliveries");
        figures.Add("requests meanwhile, half over HTTP (202) and half by queue", Requests);
        figures.Add("attempts of one request", $"{attempts.Min()} to {attempts.Max()}");
        figures.Add("dead letters: 0", deadLetters.Count);
        figures.Add($"all sent after its return, within 60 s + backlog by allowance = {allowedTime.TotalSeconds:N0} s", $"{needed.TotalSeconds:N1} s");
        figures.Add("came more than once: 0", arrivals.Repeated.Count());

        Assert.All(responses, response => Assert.True(response.Status == 202, response.ToString()));
        Assert.Empty(deadLetters);
        Assert.Equal(0, await system.Storage.CountAsync("messages-poison") + await system.Storage.CountAsync("messages-deferred-poison"));
        Assert.Empty(arrivals.Repeated);
        Assert.Equal(Requests, arrivals.Total);
        Assert.True(needed <= allowedTime, $"{needed} after its return, not {allowedTime}.");
    }

    private static (string Key, string Value)[] Settings(Uri api) =>
    [
        ("Genesys:ApiUrl", api.ToString()),
        ("AzureFunctionsJobHost:extensions:queues:visibilityTimeout", Delivery.ToString()),
        ("Sending:FirstDeferral", SoakSize.Select("00:00:00.2", "00:00:05")),
        ("Sending:MaxDeferral", SoakSize.Select("00:00:02", "00:01:00")),
        ("Genesys:BreakerDuration", SoakSize.Select("00:00:00.5", "00:00:15")),
        ("Queues:RequeueDelay", Delivery.ToString()),
    ];

    // Sends the requests at once, then waits for the rest of this part of the outage.
    private static async Task<List<HttpResult>> PhaseAsync(TestSystem system, int[] numbers)
    {
        var start = TimeProvider.System.GetTimestamp();
        var calls = new List<Task<HttpResult>>();
        foreach (var number in numbers)
        {
            if (number % 2 == 0)
            {
                calls.Add(system.SendAsync(Arrivals.Request($"http-{number}")));
            }
            else
            {
                await system.Storage.EnqueueAsync(Arrivals.Request($"queue-{number}"));
            }
        }

        var responses = await Task.WhenAll(calls);
        await Pause.ForAsync((Outage / 3) - TimeProvider.System.GetElapsedTime(start));
        return [.. responses];
    }

    private static async Task<List<int>> AttemptsAsync(TestSystem system)
    {
        var attempts = new List<int>();
        foreach (var number in Enumerable.Range(1, Requests))
        {
            attempts.Add((await system.Records.ReadAsync(number % 2 == 0 ? $"http-{number}" : $"queue-{number}")).GetInt32("Attempt")!.Value);
        }

        return attempts;
    }
}
