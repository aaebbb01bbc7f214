using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using ServerlessMessaging.DevHost.Hosting;

namespace ServerlessMessaging.DevHost.Node;

/// <summary>A program of Node as a child process. It ends with its parent, however the parent ends.</summary>
internal sealed class NodeProgram : IAsyncDisposable
{
    // Standard input closes when the parent is gone, even if it was killed.
    private const string Bootstrap = "process.stdin.resume().on('end', () => process.exit()); import(require('node:url').pathToFileURL(process.argv[1]).href);";

    private readonly Process _process;

    private NodeProgram(Process process)
    {
        _process = process;
    }

    /// <summary>Starts a program and waits until it is ready.</summary>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="remedy">What else a developer can do where it does not start.</param>
    /// <param name="arguments">The script and its arguments.</param>
    /// <param name="environment">What it is told by environment variables.</param>
    /// <param name="line">Takes each line that it prints; true once the program is ready.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="StartupException">It did not start.</exception>
    public static async Task<NodeProgram> StartAsync(
        string name, string remedy, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment, Func<string, bool> line, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("node", ["-e", Bootstrap, "--", .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        var program = new NodeProgram(Start(start, name, remedy));
        try
        {
            await program.WaitUntilReadyAsync(name, remedy, line, cancellationToken);
            return program;
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
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

    private static Process Start(ProcessStartInfo start, string name, string remedy)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new StartupException($"{name} needs 'node', which was not found. Install Node 20 or newer, or {remedy}.", exception);
        }
    }

    private async Task WaitUntilReadyAsync(string name, string remedy, Func<string, bool> line, CancellationToken cancellationToken)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var errors = new ConcurrentQueue<string>();
        _process.OutputDataReceived += (_, received) =>
        {
            if (received.Data is { } text && line(text))
            {
                ready.TrySetResult();
            }
        };
        _process.ErrorDataReceived += (_, received) => errors.Enqueue(received.Data ?? string.Empty);
        _process.Exited += (_, _) => ready.TrySetException(new StartupException($"{name} ended while starting: {string.Join(' ', errors).Trim()}"));
        _process.EnableRaisingEvents = true;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            await ready.Task.WaitAsync(TimeSpan.FromMinutes(1), cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new StartupException($"{name} did not start within a minute. Try again, or {remedy}.", exception);
        }
    }
}
