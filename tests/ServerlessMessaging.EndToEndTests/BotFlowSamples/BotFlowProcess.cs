using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using ServerlessMessaging.DevHost.Hosting;

namespace ServerlessMessaging.EndToEndTests.BotFlowSamples;

/// <summary>A sample bot flow as a process, as its README starts it.</summary>
internal sealed class BotFlowProcess : IAsyncDisposable
{
    private const string ReadyLine = "Bot flow listens on ";
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _errors = new();

    private BotFlowProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => _ = line.Data is null ? _lines.Writer.TryComplete() : _lines.Writer.TryWrite(line.Data);
        process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public string Errors => string.Join('\n', _errors).Trim();

    public static BotFlowProcess Start(string sample, params (string Name, string Value)[] environment)
    {
        var start = sample == "node"
            ? new ProcessStartInfo("node", [Path.Combine(RepositoryFolder.Find(), "samples", "bot-flow", "node", "server.mjs")])
            : new ProcessStartInfo(
                Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
                [Assembly()]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment.Remove("BOT_FLOW_SECRET");
        start.Environment["PORT"] = "0";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new BotFlowProcess(Process.Start(start)!);
    }

    /// <summary>Waits until it listens.</summary>
    public async Task<Uri> AddressAsync()
    {
        var line = await LineAsync();
        Assert.StartsWith(ReadyLine, line, StringComparison.Ordinal);
        return new Uri(line[ReadyLine.Length..]);
    }

    /// <summary>The next line that it prints.</summary>
    public async Task<string> LineAsync()
    {
        try
        {
            return await _lines.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(WaitTimeout, TestContext.Current.CancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new InvalidOperationException($"It ended: {Errors}");
        }
    }

    /// <summary>Waits for its end and for the rest of its output.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(WaitTimeout, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    // The output folder of the sample, beside that of the tests.
    private static string Assembly() => Path.Combine(
        AppContext.BaseDirectory.Replace(typeof(BotFlowProcess).Assembly.GetName().Name!, "BotFlow", StringComparison.Ordinal), "BotFlow.dll");
}
