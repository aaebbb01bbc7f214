using System.Runtime.InteropServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using ServerlessMessaging.FunctionsHost;

// dotnet ServerlessMessaging.FunctionsHost.dll --folder <function app> [--port 7071] [--functionKey <key>] [--masterKey <key>] [--endWithInput true]
var arguments = new ConfigurationBuilder().AddCommandLine(args).Build();
if (arguments["folder"] is not { } folder)
{
    await Console.Error.WriteLineAsync("Give the folder of a built or published function app: --folder <folder> [--port 7071] [--functionKey <key>] [--masterKey <key>]");
    return 2;
}

var defaults = new FunctionAppHostOptions();
var options = new FunctionAppHostOptions
{
    Port = arguments.GetValue("port", 7071),
    FunctionKey = arguments["functionKey"] ?? defaults.FunctionKey,
    MasterKey = arguments["masterKey"] ?? defaults.MasterKey,
    Logging = logging => logging.AddSimpleConsole(console => console.SingleLine = true),
};
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
if (arguments.GetValue<bool>("endWithInput"))
{
    // The pipe closes when the parent closes it or ends.
    _ = Task.Run(async () =>
    {
        await Console.OpenStandardInput().CopyToAsync(Stream.Null);
        await stop.CancelAsync();
    });
}

try
{
    await using var host = await FunctionAppHost.StartAsync(WorkerSource.FromFolder(folder), options, stop.Token);
    Console.WriteLine($"Functions {host.Address}");
    await host.Completion.WaitAsync(stop.Token);
    return 0;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 0;
}
catch (Exception exception) when (exception is FunctionAppHostException or IOException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
