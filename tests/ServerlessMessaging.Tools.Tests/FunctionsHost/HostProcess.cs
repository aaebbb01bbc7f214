using System.Diagnostics;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.FunctionsHost;

namespace ServerlessMessaging.Tools.Tests.FunctionsHost;

/// <summary>The host as a program of its own, with the test function app.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly Process _process;

    private HostProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<HostProcess> StartAsync()
    {
        var program = typeof(FunctionAppHost).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [program, "--folder", TestHost.Folder, "--port", "0"]) { RedirectStandardOutput = true };
        foreach (var (key, value) in TestHost.Settings(await TestStorage.NewAccountAsync(), []))
        {
            start.Environment[key] = value;
        }

        var process = Process.Start(start)!;
        var ready = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, received) =>
        {
            if (received.Data?.Split(' ') is ["Functions", var address])
            {
                ready.TrySetResult(new Uri(address));
            }
        };
        process.BeginOutputReadLine();
        return new(process, await ready.Task.WaitAsync(TestHost.WaitTimeout, TestContext.Current.CancellationToken));
    }

    /// <summary>Kills this process only, not its children.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
