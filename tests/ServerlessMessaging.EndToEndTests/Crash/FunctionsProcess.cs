using System.Text;
using ServerlessMessaging.DevHost.Hosting;
using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.Crash;

/// <summary>The functions as a process, with a simulator and a storage account that outlive it.</summary>
internal sealed class FunctionsProcess : IAsyncDisposable
{
    private readonly ProgramProcess _process;
    private readonly HttpClient _http = LoopbackClient.Create();

    private FunctionsProcess(ProgramProcess process, Uri address)
    {
        _process = process;
        _http.BaseAddress = address;
        _http.DefaultRequestHeaders.Add("x-functions-key", "local");
    }

    public Uri Address => _http.BaseAddress!;

    public string Output => _process.Output;

    /// <summary>Starts it with leases as short as its budgets allow.</summary>
    public static async Task<FunctionsProcess> StartAsync(Uri simulator, string storage, string onUnknownOutcome, params (string Name, string Value)[] settings)
    {
        var process = ProgramProcess.Start(
            [ProgramProcess.PathOf("ServerlessMessaging.TestHost"), simulator.ToString(), storage, "00:00:17"],
            [
                ("Records__OnUnknownOutcome", onUnknownOutcome),
                ("Records__Lease", "00:00:16"),
                ("Sending__HttpBudget", "00:00:06"),
                ("Sending__BatchBudget", "00:00:06"),
                ("Sending__SendBudget", "00:00:06"),
                ("Queues__Lease", "00:00:17"),
                ("Callbacks__Lease", "00:00:15"),
                ("Genesys__MinimumAttempt", "00:00:01"),
                ("AzureFunctionsJobHost__extensions__queues__maxPollingInterval", "00:00:00.2"),
                ("BotFlows__default__Queue", "bot-events"),
                .. settings,
            ]);
        try
        {
            return new(process, new Uri((await process.LineAsync("Functions ")).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public async Task<HttpResult> CallAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return await HttpResult.ReadAsync(response);
    }

    public Task<HttpResult> SendAsync(string body) => CallAsync(HttpMethod.Post, "/api/messages", body);

    /// <summary>Waits until a request's record shows a state.</summary>
    public Task<HttpResult> RecordAsync(string id, string status) => Eventually.GetAsync(
        () => CallAsync(HttpMethod.Get, $"/api/messages/{id}"),
        record => record.Status == 200 && record.Json.GetProperty("status").GetString() == status,
        record => $"Request {id} is not {status} but {record}\n{Output}");

    /// <summary>Kills it with SIGKILL, if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _http.Dispose();
    }
}
