using System.Reflection;
using Microsoft.Azure.Functions.Worker.Builder;
using ServerlessMessaging.FunctionsHost.Workers;

namespace ServerlessMessaging.FunctionsHost;

/// <summary>The function app to run: a published or built one as a process, or one in this process.</summary>
public abstract class WorkerSource
{
    private protected WorkerSource(string folder) => Folder = folder;

    /// <summary>The folder of the function app, with host.json.</summary>
    internal string Folder { get; }

    /// <summary>The function app of a folder as a process of its own. It ends with this process, even if this one is killed.</summary>
    /// <param name="folder">The output of build or publish, with worker.config.json and host.json.</param>
    public static WorkerSource FromFolder(string folder) => new ProcessWorkerSource(Path.GetFullPath(folder));

    /// <summary>A function app that this process references.</summary>
    /// <param name="functionApp">Its assembly, whose folder holds host.json. A process runs one function app, any number of times.</param>
    /// <param name="configure">Configures the builder as the Program.cs of the app does, with the services that the caller adds or replaces.</param>
    public static WorkerSource InThisProcess(Assembly functionApp, Action<FunctionsApplicationBuilder> configure) => new InProcessWorkerSource(functionApp, configure);

    internal abstract Task<IWorker> StartAsync(WorkerStart start, CancellationToken cancellationToken);
}
