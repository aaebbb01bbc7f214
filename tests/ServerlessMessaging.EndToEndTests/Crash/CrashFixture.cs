using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.EndToEndTests.Crash;

/// <summary>
/// A process is killed during four requests: over HTTP and from the queue, before the post and between the response of Genesys and the record.
/// Another process is started, and each request is repeated once its lease has ended.
/// </summary>
/// <param name="onUnknownOutcome">What the processes do about unknown outcomes.</param>
public abstract class CrashFixture(string onUnknownOutcome) : IAsyncLifetime
{
    public const string HttpBeforePost = "http-before-post";
    public const string QueueBeforePost = "queue-before-post";
    public const string HttpAfterPost = "http-after-post";
    public const string QueueAfterPost = "queue-after-post";

    private static readonly string[] Ids = [HttpBeforePost, QueueBeforePost, HttpAfterPost, QueueAfterPost];
    private readonly Dictionary<string, HttpResult> _atOnce = [];
    private readonly Dictionary<string, HttpResult> _afterLease = [];
    private GenesysSimulator _simulator = null!;
    private string _userId = null!;

    internal SimulatorControl Control { get; private set; } = null!;

    internal FunctionsProcess Next { get; private set; } = null!;

    /// <summary>The responses to repeats during the lease.</summary>
    internal IReadOnlyDictionary<string, HttpResult> AtOnce => _atOnce;

    /// <summary>The responses to repeats after the lease.</summary>
    internal IReadOnlyDictionary<string, HttpResult> AfterLease => _afterLease;

    /// <summary>The final state of a queued request.</summary>
    protected abstract string FinalState { get; }

    public async ValueTask InitializeAsync()
    {
        _simulator = await GenesysSimulator.StartAsync(new SimulatorOptions { Port = 0, VaultPort = 0 }, TestContext.Current.CancellationToken);
        Control = new SimulatorControl(_simulator.Address);
        _userId = await Control.UserIdAsync();
        var storage = new TestQueues(await TestStorage.NewAccountAsync());
        await using (var first = await FunctionsProcess.StartAsync(_simulator.Address, storage.ConnectionString, onUnknownOutcome))
        {
            await SendAndHoldAsync(first, storage);
        }

        await Control.ClearFaultsAsync();
        Next = await FunctionsProcess.StartAsync(_simulator.Address, storage.ConnectionString, onUnknownOutcome);
        await RepeatAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Next is not null)
        {
            await Next.DisposeAsync();
        }

        await _simulator.DisposeAsync();
        Control.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>How often a request's message arrived.</summary>
    internal async Task<int> ArrivedAsync(string id) =>
        (await Control.MessagesAsync()).Count(message => message.GetProperty("content").ToString().Contains(id, StringComparison.Ordinal));

    private async Task SendAndHoldAsync(FunctionsProcess first, TestQueues storage)
    {
        await Control.FaultAsync(new { match = "GET /api/v2/users", delay = 600, times = 0 });
        await Control.FaultAsync(new { match = "POST /api/v2/openmessaging/", delay = 600, when = "after", times = 0 });
        foreach (var id in Ids)
        {
            _ = id.StartsWith("http", StringComparison.Ordinal) ? IgnoreAbortAsync(first.SendAsync(Request(id))) : storage.EnqueueAsync(Request(id));
        }

        await Control.WaitForRequestsAsync("/api/v2/users", 1);
        await Control.WaitForMessagesAsync(2);
        var records = new TestRecords(storage.Tables);
        await Eventually.GetAsync(
            async () => await records.RowsAsync() is var rows && rows.Count == Ids.Length && rows.All(row => row.GetString("State") == "sending"),
            all => all,
            _ => $"Not all requests are being sent.\n{first.Output}");
    }

    private async Task RepeatAsync()
    {
        foreach (var id in Ids.Where(id => id.StartsWith("http", StringComparison.Ordinal)))
        {
            _atOnce[id] = await Next.SendAsync(Request(id));
        }

        foreach (var id in Ids)
        {
            // A record whose lease has ended reads as unknown.
            await Next.RecordAsync(id, id.StartsWith("http", StringComparison.Ordinal) ? "unknown" : FinalState);
            _afterLease[id] = await Next.SendAsync(Request(id));
        }
    }

    private string Request(string id)
    {
        var to = id.EndsWith("before-post", StringComparison.Ordinal) ? """{"email":"recipient@example.com"}""" : $$"""{"userId":"{{_userId}}"}""";
        return $$$"""{"id":"{{{id}}}","to":{{{to}}},"message":{"type":"text","text":"{{{id}}}"}}""";
    }

    // The connection ends with the process.
    private static async Task IgnoreAbortAsync(Task<HttpResult> call)
    {
        try
        {
            await call;
        }
        catch (HttpRequestException)
        {
        }
    }
}
