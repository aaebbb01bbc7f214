using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace ServerlessMessaging.DevHost.Hosting;

/// <summary>A child process that ends when its standard input ends: at a stop, and when this process ends, even if it is killed.</summary>
internal sealed class ChildProgram : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(1);

    // Longer than a Functions host waits for its worker.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(20);

    private readonly Process _process;

    private ChildProgram(Process process)
    {
        _process = process;
    }

    /// <summary>Starts a program and waits until it is ready.</summary>
    /// <param name="name">Its name in messages.</param>
    /// <param name="remedy">The remedy when it does not start, as a sentence.</param>
    /// <param name="start">The program, its arguments and its environment.</param>
    /// <param name="line">Gets each printed line; returns true when the program is ready.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="StartupException">The program did not start.</exception>
    public static async Task<ChildProgram> StartAsync(string name, string remedy, ProcessStartInfo start, Func<string, bool> line, CancellationToken cancellationToken)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        var program = new ChildProgram(Start(name, remedy, start));
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
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(StopTimeout);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static Process Start(string name, string remedy, ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new StartupException($"{name} needs '{start.FileName}', which was not found. {remedy}", exception);
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
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        // Waits for the end of the output as well.
        var ended = _process.WaitForExitAsync(CancellationToken.None);
        try
        {
            if (await Task.WhenAny(ready.Task, ended).WaitAsync(StartTimeout, cancellationToken) == ended)
            {
                // Without the lines of a stack trace.
                var reasons = errors.Select(error => error.Trim()).Where(error => error.Length > 0 && !error.StartsWith("at ", StringComparison.Ordinal));
                throw new StartupException($"{name} ended while starting: {string.Join(' ', reasons)} {remedy}");
            }
        }
        catch (TimeoutException exception)
        {
            throw new StartupException($"{name} did not start within a minute. Try again. {remedy}", exception);
        }
    }
}
