using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using ServerlessMessaging.DevHost.CommandLine;
using ServerlessMessaging.DevHost.Demo;

namespace ServerlessMessaging.DevHost.Hosting;

/// <summary>Runs the system until it is stopped, or the demo until its end.</summary>
internal static class DevHostProgram
{
    /// <summary>The exit code when something cannot start.</summary>
    public const int CannotStart = 2;

    private const int Success = 0;

    public static async Task<int> RunAsync(DevHostOptions options)
    {
        BypassProxy();
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            await using var system = await LocalSystem.StartAsync(options, logging => Log(logging, options), Console.WriteLine, stop.Token);
            if (options.Demo)
            {
                return await DemoRun.RunAsync(system, options.FunctionKey, Console.Out, stop.Token);
            }

            Welcome.Write(Console.Out, system, options);
            await Task.Delay(Timeout.InfiniteTimeSpan, stop.Token);
            return Success;
        }
        catch (StartupException fault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return CannotStart;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.WriteLine("Stopped.");
            return Success;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    // All clients in this process reach this machine without a proxy.
    private static void BypassProxy()
    {
        foreach (var name in new[] { "no_proxy", "NO_PROXY" })
        {
            Environment.SetEnvironmentVariable(name, $"127.0.0.1,localhost,{Environment.GetEnvironmentVariable(name)}");
        }
    }

    // The demo prints its own output, and warnings must still be visible.
    private static void Log(ILoggingBuilder logging, DevHostOptions options) => logging
        .SetMinimumLevel(options.Demo ? LogLevel.Warning : LogLevel.Information)
        .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning)
        // A failed start is reported in one line by this program.
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
            console.ColorBehavior = LoggerColorBehavior.Default;
        });
}
