using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>A .NET program as a process, with its output.</summary>
internal sealed class ProgramProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();

    private ProgramProcess(Process process)
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

    private static string Dotnet => Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet"
        ? host
        : Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");

    /// <summary>The assembly of a program of this repository, in its own output folder.</summary>
    /// <param name="project">The name of its project.</param>
    public static string PathOf(string project) =>
        Path.Combine(AppContext.BaseDirectory.Replace(typeof(ProgramProcess).Assembly.GetName().Name!, project, StringComparison.Ordinal), $"{project}.dll");

    /// <summary>Starts a .NET program or a command of the SDK, with all environment variables of this process.</summary>
    public static ProgramProcess Start(string[] arguments, params (string Name, string Value)[] environment) => Start(arguments, _ => true, environment);

    /// <summary>Starts a .NET program or a command of the SDK.</summary>
    /// <param name="arguments">The assembly or the command, and its arguments.</param>
    /// <param name="inherits">Which environment variables of this process it gets, by name.</param>
    /// <param name="environment">The variables that are added.</param>
    public static ProgramProcess Start(string[] arguments, Func<string, bool> inherits, params IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(Dotnet, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => !inherits(name)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!);
    }

    /// <summary>Sends SIGTERM.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits for its end and returns the exit code.</summary>
    public async Task<int> ExitAsync(TimeSpan? timeout = null)
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(timeout ?? TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Waits for a line with this beginning.</summary>
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
            // Reported below, with the output.
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

    private void Add(ConcurrentQueue<string> lines, string? line)
    {
        if (line is null)
        {
            return;
        }

        lines.Enqueue(line);
        _lines.Writer.TryWrite(line);
    }
}
