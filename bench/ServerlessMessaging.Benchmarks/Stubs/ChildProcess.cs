using System.Diagnostics;

namespace ServerlessMessaging.Benchmarks.Stubs;

/// <summary>This program again, with another command, or another program: ends when it is disposed or when this process ends.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    public static ChildProcess StartSelf(params IEnumerable<string> arguments) =>
        Start(Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet" ? [Environment.ProcessPath!, typeof(ChildProcess).Assembly.Location, .. arguments] : [Environment.ProcessPath!, .. arguments]);

    public static ChildProcess Start(IEnumerable<string> command, params IEnumerable<(string Name, string Value)> environment)
    {
        string[] words = [.. command];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!);
    }

    /// <summary>The next line that begins with these characters.</summary>
    /// <exception cref="InvalidOperationException">The process ended before.</exception>
    public async Task<string> LineAsync(string beginning = "")
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
            {
                // What follows is read, so that a full pipe does not stop the process.
                return line;
            }
        }

        throw new InvalidOperationException($"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)} ended without the line '{beginning}...'.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        var ended = _process.WaitForExitAsync();
        while (await _process.StandardOutput.ReadLineAsync() is not null)
        {
            // To the end of the output.
        }

        await ended;
        _process.Dispose();
    }
}
