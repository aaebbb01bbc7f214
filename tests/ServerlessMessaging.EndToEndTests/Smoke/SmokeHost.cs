using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ServerlessMessaging.DevHost.Hosting;
using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.Smoke;

/// <summary>The local Functions host as a process, with the published function app as its worker process.</summary>
internal sealed partial class SmokeHost : IAsyncDisposable
{
    private const string FunctionKey = "smoke-key";

    // What .NET itself needs; host and worker inherit no other variable of the tests.
    private static readonly string[] Inherited = ["PATH", "HOME", "TMPDIR", "DOTNET_ROOT", "LD_LIBRARY_PATH"];

    private readonly HttpClient _http = LoopbackClient.Create();

    private SmokeHost(ProgramProcess process, Uri address)
    {
        Process = process;
        _http.BaseAddress = address;
    }

    public ProgramProcess Process { get; }

    public Uri Address => _http.BaseAddress!;

    /// <summary>From the start of the worker's process to the first request that the host accepts.</summary>
    public TimeSpan WorkerStartTime { get; private init; }

    public static async Task<SmokeHost> StartAsync(string folder, params IEnumerable<(string Name, string Value)> environment)
    {
        var process = ProgramProcess.Start(
            [ProgramProcess.PathOf("ServerlessMessaging.FunctionsHost"), "--folder", folder, "--port", "0", "--functionKey", FunctionKey], Inherited.Contains, environment);
        try
        {
            var address = (await process.LineAsync("Functions http")).Split(' ')[1];
            var ready = TimeProvider.System.GetLocalNow();
            using var worker = FindWorker(process);
            return new SmokeHost(process, new Uri(address)) { WorkerStartTime = ready - worker.StartTime };
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>The worker's peak memory in MiB.</summary>
    public long PeakWorkerMemory()
    {
        using var worker = FindWorker(Process);
        return worker.PeakWorkingSet64 / 1024 / 1024;
    }

    /// <summary>The functions that the worker reported, ordered by name.</summary>
    public IReadOnlyList<string> Functions() => [.. FunctionLine().Matches(Process.Output).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal)];

    public Task<(int Status, string Body)> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    /// <summary>Posts JSON with the function key and further headers.</summary>
    public Task<(int Status, string Body)> PostAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, json, headers);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Process.DisposeAsync();
    }

    private static Process FindWorker(ProgramProcess host) => System.Diagnostics.Process.GetProcesses().First(process =>
        CommandLine(process.Id) is [var program, .. var arguments] && Path.GetFileName(program) == "dotnet" && arguments.Contains("--functions-worker-id") && IsDescendant(process.Id, host.Id));

    // In /proc/{id}/stat the parent's id is the second word after the program's name, which is in parentheses.
    private static bool IsDescendant(int process, int ancestor)
    {
        var parent = int.Parse(File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        return parent == ancestor || (parent > 1 && IsDescendant(parent, ancestor));
    }

    private static string[] CommandLine(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Split('\0');
        }
        catch (IOException)
        {
            // The process has just ended.
            return [];
        }
    }

    [GeneratedRegex(@"Function (?<name>\w+) found, trigger")]
    private static partial Regex FunctionLine();

    private async Task<(int Status, string Body)> SendAsync(HttpMethod method, string path, string? json, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Add("x-functions-key", FunctionKey);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
