using Microsoft.Extensions.Logging;
using ServerlessMessaging.DevHost.Hosting;
using ServerlessMessaging.FunctionsHost;
using ServerlessMessaging.TestInfrastructure;

// Arguments: the address of a running simulator, a storage account's connection string, and how long the queue listener hides a message.
var (simulator, storage, queueLease) = (new Uri(args[0]), args[1], TimeSpan.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture));
var vault = await RunningSimulator.FindAsync(simulator, CancellationToken.None);
var options = new FunctionAppHostOptions
{
    Settings = SystemSettings.StorageAccount(storage).Concat(SystemSettings.Simulator(simulator, vault.Address)).ToDictionary(),
    ReadLocalSettings = false,
    QueueLease = queueLease,
    Logging = logging => logging.AddSimpleConsole(console => console.SingleLine = true),
};
await using var functions = await FunctionApp.StartAsync(options, vault, builder => builder.Services.AddConstantOverrides(), CancellationToken.None);
Console.WriteLine($"Functions {functions.Address}");
await Task.Delay(Timeout.InfiniteTimeSpan);
