using System.Diagnostics;
using ServerlessMessaging.DevHost.CommandLine;
using ServerlessMessaging.DevHost.Hosting;

namespace ServerlessMessaging.DevHost.Published;

/// <summary>The local Functions host as a child process, with a published function app as its worker process.</summary>
internal sealed class FunctionsHostProcess : IAsyncDisposable
{
    private const string Ready = "Functions http";

    private readonly ChildProgram _program;

    private FunctionsHostProcess(ChildProgram program, Uri address)
    {
        (_program, Address) = (program, address);
    }

    public Uri Address { get; }

    /// <param name="options">The folder, the port and the function key.</param>
    /// <param name="settings">The environment variables of host and worker.</param>
    /// <param name="log">Gets their output.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="StartupException">The host did not start.</exception>
    public static async Task<FunctionsHostProcess> StartAsync(
        DevHostOptions options, IEnumerable<KeyValuePair<string, string?>> settings, Action<string> log, CancellationToken cancellationToken)
    {
        var dotnet = Environment.ProcessPath is { } current && Path.GetFileNameWithoutExtension(current) == "dotnet" ? current : "dotnet";
        var start = new ProcessStartInfo(dotnet,
        [
            Path.Combine(AppContext.BaseDirectory, "ServerlessMessaging.FunctionsHost.dll"),
            "--folder", options.Published!, "--port", $"{options.FunctionsPort}", "--functionKey", options.FunctionKey, "--endWithInput", "true",
        ]);
        foreach (var (name, value) in SystemSettings.ToEnvironment(settings))
        {
            start.Environment[name] = value;
        }

        Uri? address = null;
        var program = await ChildProgram.StartAsync(
            "The published function app",
            "See its log above; --functions-port 0 chooses a free port.",
            start,
            line =>
            {
                if (address is null && line.StartsWith(Ready, StringComparison.Ordinal))
                {
                    address = new Uri(line.Split(' ')[1]);
                    return true;
                }

                log(line);
                return false;
            },
            cancellationToken);
        return new(program, address!);
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();
}
