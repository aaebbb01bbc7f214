using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;

namespace ServerlessMessaging.EndToEndTests.DevHost;

/// <summary>The development host as a process, as a reader of the README starts it.</summary>
internal sealed class DevHostProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();

    private DevHostProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Add(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Add(_errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output => string.Join('\n', _output);

    public string Errors => string.Join('\n', _errors);

    public int Id => _process.Id;

    public static DevHostProcess Start(string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : DotnetPath(), [Assembly(), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new DevHostProcess(Process.Start(start)!);
    }

    /// <summary>Runs it to its end.</summary>
    public async Task<int> ExitAsync(int seconds = 120)
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(seconds), TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Waits for a line that begins so and returns it.</summary>
    public async Task<string> LineAsync(string beginning)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(TimeSpan.FromMinutes(2));
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(timeout.Token))
            {
                if (line.StartsWith(beginning, StringComparison.Ordinal))
                {
                    return line;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Told below, with what it said instead.
        }

        throw new TimeoutException($"No line '{beginning}' in:\n{Output}\n{Errors}");
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

    private static string Assembly()
    {
        // The tests' own folder with the other project's name in it.
        var name = typeof(ServerlessMessaging.DevHost.Hosting.LocalSystem).Assembly.GetName().Name!;
        return Path.Combine(AppContext.BaseDirectory.Replace(typeof(DevHostProcess).Assembly.GetName().Name!, name, StringComparison.Ordinal), $"{name}.dll");
    }

    private static string DotnetPath() => Path.Combine(
        System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");

    private void Add(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
            _lines.Writer.TryWrite(line);
        }
    }
}
