using Microsoft.Extensions.Configuration;

namespace ServerlessMessaging.FunctionsHost.Workers;

/// <summary>Starts the worker that worker.config.json of a function app describes.</summary>
internal sealed class ProcessWorkerSource(string folder) : WorkerSource(folder)
{
    private const string RootPlaceholder = "{WorkerRoot}";

    internal override Task<IWorker> StartAsync(WorkerStart start, CancellationToken cancellationToken)
    {
        var (program, arguments) = ReadConfig();
        var process = TiedProcess.Create(program,
        [
            .. arguments,
            "--host", start.Host.Host, "--port", $"{start.Host.Port}",
            "--workerId", start.WorkerId, "--requestId", start.WorkerId, "--grpcMaxMessageLength", $"{int.MaxValue}",
            "--functions-uri", start.Host.ToString(),
            "--functions-worker-id", start.WorkerId, "--functions-request-id", start.WorkerId, "--functions-grpc-max-message-length", $"{int.MaxValue}",
        ]);
        process.WorkingDirectory = Folder;
        process.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = Folder;
        foreach (var (key, value) in start.Settings)
        {
            process.Environment[key.Replace(ConfigurationPath.KeyDelimiter, "__", StringComparison.Ordinal)] = value;
        }

        return Task.FromResult<IWorker>(new WorkerProcess(TiedProcess.Start(process), start.Loggers.CreateLogger("Host.Function.Console")));
    }

    private (string Program, IEnumerable<string> Arguments) ReadConfig()
    {
        var path = Path.Combine(Folder, "worker.config.json");
        try
        {
            using var file = File.OpenRead(path);
            var description = new ConfigurationBuilder().AddJsonStream(file).Build().GetSection("description");
            var worker = description["defaultWorkerPath"];
            return (InFolder(description["defaultExecutablePath"] ?? "dotnet"), string.IsNullOrEmpty(worker) ? [] : [InFolder(worker)]);
        }
        catch (Exception exception) when (exception is IOException or FormatException or UnauthorizedAccessException)
        {
            throw new FunctionAppHostException($"{path} cannot be read. Give the folder that 'dotnet build' or 'dotnet publish' wrote for the function app.", exception);
        }
    }

    // A path in the file is relative to its folder; a program name such as dotnet is found by PATH.
    private string InFolder(string path)
    {
        var candidate = Path.Combine(Folder, path.Replace(RootPlaceholder, string.Empty, StringComparison.Ordinal));
        return File.Exists(candidate) ? candidate : path == "dotnet" ? DotnetPath() : path;
    }

    private static string DotnetPath() =>
        Environment.ProcessPath is { } current && Path.GetFileNameWithoutExtension(current) == "dotnet" ? current : "dotnet";
}
