using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.SoakTests;

/// <summary>Genesys is away for far longer than five deliveries of a queue message take: nothing is given up, and soon after its return everything is sent.</summary>
[Collection(SoakCollection.Name)]
public sealed class OutageSoakTests
{
    private const string Api = "/api/v2/";
    private const int FiveDeliveries = 5;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    // Whole with the times of production; small with a thirtieth of them.
    private static readonly TimeSpan Delivery = TimeSpan.FromSeconds(SoakSize.Of(1, 30));
    private static readonly TimeSpan Outage = Delivery * FiveDeliveries * 3;
    private static readonly int Requests = SoakSize.Of(60, 400);
    private static readonly int Allowed = SoakSize.Of(1_000_000, 300);

    [Fact]
    public async Task Send_GenesysAway_SendsEverythingAfterItsReturn()
    {
        var figures = new SoakFigures("Outage");
        using var road = new InterruptibleProxy();
        await using var system = await TestSystem.StartAsync(Settings(road.Address));
        await system.Control.SettingsAsync(new { rateLimitAllowed = Allowed, rateLimitWindow = Window.TotalSeconds });
        road.Open(system.Simulator);
        var requests = Enumerable.Range(1, Requests).Chunk((Requests + 2) / 3).ToList();

        await system.Control.FaultAsync(new { match = Api, status = 503, times = 0 });
        var responses = await PhaseAsync(system, requests[0]);
        await system.Control.ClearFaultsAsync();
        await system.Control.FaultAsync(new { match = Api, dropConnection = true, times = 0 });
        responses.AddRange(await PhaseAsync(system, requests[1]));
        road.Close();
        responses.AddRange(await PhaseAsync(system, requests[2]));
        await system.Control.ClearFaultsAsync();
        var back = TimeProvider.System.GetUtcNow();
        road.Open(system.Simulator);

        var allowedTime = Soon + (Window * Requests / Allowed);
        var messages = await Eventually.GetAsync(
            system.Control.MessagesAsync, found => found.Count >= Requests, found => $"{found.Count} of {Requests} messages came.", allowedTime + Soon);
        var needed = messages.Max(message => message.GetProperty("at").GetDateTimeOffset()) - back;
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
        ("Sending:FirstDeferral", SoakSize.Of("00:00:00.2", "00:00:05")),
        ("Sending:MaxDeferral", SoakSize.Of("00:00:02", "00:01:00")),
        ("Genesys:BreakerDuration", SoakSize.Of("00:00:00.5", "00:00:15")),
        ("Queues:RequeueDelay", Delivery.ToString()),
    ];

    // Requests come at once, and then the outage goes on.
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
        await Pause.TakeAsync((Outage / 3) - TimeProvider.System.GetElapsedTime(start));
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
