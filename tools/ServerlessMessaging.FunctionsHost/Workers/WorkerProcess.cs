using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using ServerlessMessaging.FunctionsHost.Rpc;

namespace ServerlessMessaging.FunctionsHost.Workers;

/// <summary>A worker process. Its console output is logged.</summary>
internal sealed class WorkerProcess : IWorker
{
    private const int MaxLines = 20;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lastLines = new();

    public WorkerProcess(Process process, ILogger console)
    {
        _process = process;
        process.OutputDataReceived += (_, received) => Print(console, LogLevel.Information, received.Data);
        process.ErrorDataReceived += (_, received) => Print(console, LogLevel.Error, received.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Ended = WaitAsync();
    }

    public Task<string> Ended { get; }

    public IServiceProvider? Services => null;

    public async Task StopAsync(WorkerChannel channel, TimeSpan timeout)
    {
        channel.Send(new() { WorkerTerminate = new() });
        await Ended.WaitAsync(timeout);
    }

    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await Ended;
        _process.Dispose();
    }

    // Waits for the end of the output as well.
    private async Task<string> WaitAsync()
    {
        await _process.WaitForExitAsync();
        return $"exit code {_process.ExitCode}{string.Concat(_lastLines.Select(line => $"{Environment.NewLine}{line}"))}";
    }

    private void Print(ILogger console, LogLevel level, string? line)
    {
        if (line is null)
        {
            return;
        }

        console.Log(level, 0, line, null, static (text, _) => text);
        _lastLines.Enqueue(line);
        if (_lastLines.Count > MaxLines)
        {
            _lastLines.TryDequeue(out _);
        }
    }
}
