using ServerlessMessaging.EndToEndTests.Infrastructure;
namespace ServerlessMessaging.SoakTests;

/// <summary>The process is killed repeatedly while a tenth of the responses of Genesys are faulty: nothing is lost, and duplicates are marked.</summary>
[Collection(SoakCollection.Name)]
public sealed class CrashSoakTests
{
    private const string Posts = "POST /api/v2/openmessaging/";

    // Five kinds of faults, each on this share of the posts that no earlier kind hit.
    private const double Share = 0.021;

    // Time for two or three attempts, and shorter than a lease and the start of another process.
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(6);

    [Fact]
    public async Task Send_RepeatedKillsUnderResend_LoseNothingAndMarkDuplicates()
    {
        var figures = new SoakFigures("Crash, Resend");
        await using var functions = await CrashableHost.StartAsync("Resend");
        using var run = await RunAsync(functions, figures, SoakSize.Select(120, 2000), SoakSize.Select(4, 22));
        var arrivals = await Arrivals.ReadAsync(functions.Control);
        var repeated = new List<(string Id, int Copies, int Unknown)>();
        foreach (var id in arrivals.Repeated)
        {
            repeated.Add((id, arrivals.CopiesOf(id), await UnknownOutcomesAsync(functions, id)));
        }

        var lost = Accepted(run).Where(id => arrivals.CopiesOf(id) == 0).ToList();
        var unmarked = repeated.Where(found => found.Copies - 1 > found.Unknown).ToList();
        var deadLetters = await functions.Storage.BlobsAsync("dead-letters");
        figures.Add("accepted, lost: 0", lost.Count);
        figures.Add("came more than once, each marked unknown", repeated.Count);
        figures.Add("came more than once without the mark: 0", unmarked.Count);
        figures.Add("dead letters: 0", deadLetters.Count);

        Assert.All(run.Responses, call => Assert.True(call.Response.Status is 200 or 202, $"{call.Id}: {call.Response}"));
        Assert.Empty(lost);
        Assert.Empty(unmarked);
        Assert.Empty(deadLetters);
    }

    [Fact]
    public async Task Send_RepeatedKillsUnderPark_SendNothingTwiceAndParkTheRest()
    {
        var figures = new SoakFigures("Crash, Park");
        await using var functions = await CrashableHost.StartAsync("Park");
        using var run = await RunAsync(functions, figures, SoakSize.Select(80, 2000), SoakSize.Select(3, 22));
        var arrivals = await Arrivals.ReadAsync(functions.Control);
        var deadLetters = await functions.Storage.BlobsAsync("dead-letters");
        var states = new Dictionary<string, string>();
        foreach (var id in run.Responses.Select(call => call.Id).Concat(run.Queued))
        {
            states[id] = (await functions.Records.ReadAsync(id)).GetString("State");
        }

        var parked = states.Where(pair => pair.Value == "unknown").Select(pair => pair.Key).ToList();
        var missing = Accepted(run).Except(parked).Where(id => arrivals.CopiesOf(id) == 0).ToList();
        var withoutDeadLetter = parked.Where(id => !deadLetters.Any(deadLetter => deadLetter.Contains("/SM2204/", StringComparison.Ordinal) && deadLetter.EndsWith($"-{id}", StringComparison.Ordinal))).ToList();
        figures.Add("came more than once: 0", arrivals.Repeated.Count());
        figures.Add("parked, each with a dead letter", parked.Count);
        figures.Add("parked without a dead letter: 0", withoutDeadLetter.Count);
        figures.Add("dead letters beyond one for each: 0", deadLetters.Count - parked.Count);
        figures.Add("accepted, neither sent nor parked: 0", missing.Count);

        Assert.All(run.Responses, call => Assert.True(call.Response.Status is 200 or 202 || parked.Contains(call.Id), $"{call.Id}: {call.Response}"));
        Assert.All(states, pair => Assert.True(pair.Value is "sent" or "unknown", pair.ToString()));
        Assert.Empty(arrivals.Repeated);
        Assert.Empty(withoutDeadLetter);
        Assert.Empty(missing);
        Assert.Equal(parked.Count, deadLetters.Count);
    }

    // Many leases end after the request has expired, so that no attempt follows one whose outcome is unknown.
    [Theory]
    [Trait("Fault", "F26")]
    [InlineData("Resend")]
    [InlineData("Park")]
    public async Task Send_RepeatedKillsWithAShortExpiry_CallNothingUnsentThatMayHaveBeenSent(string policy)
    {
        var figures = new SoakFigures($"Crash, short expiry, {policy}");
        await using var functions = await CrashableHost.StartAsync(policy);
        // Many messages have arrived when their process is killed.
        await functions.Control.FaultAsync(new { match = Posts, share = 0.5, times = 0, delay = 2, when = "after" });
        using var run = await RunAsync(functions, figures, SoakSize.Select(80, 1000), SoakSize.Select(3, 12), Lifetime);
        var arrivals = await Arrivals.ReadAsync(functions.Control);
        var deadLetters = await functions.Storage.BlobsAsync("dead-letters");
        var records = (await functions.Records.RowsAsync()).ToDictionary(row => row.RowKey);
        var arrived = records.Keys.Where(id => arrivals.CopiesOf(id) > 0).ToList();
        var unsent = arrived.Where(id => records[id].GetString("State") == "failed").ToList();
        var expired = arrived.Where(id => deadLetters.Any(name => name.Contains("/SM3008/", StringComparison.Ordinal) && name.EndsWith($"-{id}", StringComparison.Ordinal))).ToList();
        var unmarked = arrivals.Repeated.Where(id => arrivals.CopiesOf(id) - 1 > (records[id].GetInt32("UnknownOutcomes") ?? 0)).ToList();
        // No caller repeats an expired request, so that one whose process died stays in "sending", which a look-up shows as unknown.
        var notEnded = records.Where(pair => pair.Value.GetString("State") is not ("sent" or "failed" or "unknown") && (run.Queued.Contains(pair.Key) || pair.Value.GetString("State") != "sending"))
            .Select(pair => pair.Key).ToList();
        figures.Add("arrived", arrived.Count);
        figures.Add("state unknown", records.Values.Count(record => record.GetString("State") == "unknown"));
        figures.Add("expired, not sent", records.Values.Count(record => record.GetString("State") == "failed"));
        figures.Add("arrived, but called failed: 0", unsent.Count);
        figures.Add("arrived, with a dead letter of expiry: 0", expired.Count);
        figures.Add("came more than once without the mark: 0", unmarked.Count);

        Assert.Empty(unsent);
        Assert.Empty(expired);
        Assert.Empty(unmarked);
        Assert.Empty(notEnded);
        Assert.DoesNotContain(run.Responses, call => call.Response.Status == 422 && arrivals.CopiesOf(call.Id) > 0 && call.Response.Code == "SM3008");
    }

    [Fact]
    public async Task Send_NoKillsAndNoFaults_ArrivesOnce()
    {
        var figures = new SoakFigures("Crash, none");
        await using var functions = await CrashableHost.StartAsync("Resend");
        using var run = new CrashRun(functions, SoakSize.Select(60, 2000), kills: 0);
        await run.RunAsync();
        var arrivals = await Arrivals.ReadAsync(functions.Control);
        figures.Add("requests", run.Responses.Count + run.Queued.Count);
        figures.Add("came more than once: 0", arrivals.Repeated.Count());

        Assert.All(run.Responses, call => Assert.Equal(200, call.Response.Status));
        Assert.All(Accepted(run), id => Assert.Equal(1, arrivals.CopiesOf(id)));
        Assert.Empty(await functions.Storage.BlobsAsync("dead-letters"));
    }

    private static async Task<CrashRun> RunAsync(CrashableHost functions, SoakFigures figures, int requests, int kills, TimeSpan? lifetime = null)
    {
        await functions.Control.FaultAsync(new { match = Posts, share = Share, times = 0, status = 503 });
        await functions.Control.FaultAsync(new { match = Posts, share = Share, times = 0, status = 429, retryAfter = 1 });
        await functions.Control.FaultAsync(new { match = Posts, share = Share, times = 0, status = 502, when = "after" });
        await functions.Control.FaultAsync(new { match = Posts, share = Share, times = 0, dropConnection = true });
        await functions.Control.FaultAsync(new { match = Posts, share = Share, times = 0, dropConnection = true, when = "after" });
        var run = new CrashRun(functions, requests, kills, lifetime);
        await run.RunAsync();
        var posts = await functions.Control.PostsAsync();
        var bad = posts.Count(post => post.GetProperty("status").ToString() != "202");
        figures.Add("requests, half over HTTP and half by queue", requests);
        figures.Add("processes killed", kills);
        figures.Add("calls over HTTP, repeats included", run.Calls);
        figures.Add("posts at Genesys, with a faulty response or none", $"{posts.Count:N0}, {bad:N0} ({(double)bad / posts.Count:P0})");
        return run;
    }

    private static IEnumerable<string> Accepted(CrashRun run) =>
        run.Responses.Where(call => call.Response.Status is 200 or 202).Select(call => call.Id).Concat(run.Queued);

    private static async Task<int> UnknownOutcomesAsync(CrashableHost functions, string id) =>
        (await functions.Records.ReadAsync(id)).GetInt32("UnknownOutcomes") ?? 0;
}
