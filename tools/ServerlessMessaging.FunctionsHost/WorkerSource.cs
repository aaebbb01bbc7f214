using System.Reflection;
using Microsoft.Azure.Functions.Worker.Builder;
using ServerlessMessaging.FunctionsHost.Workers;

namespace ServerlessMessaging.FunctionsHost;

/// <summary>Where the worker comes from: a published or built function app as a process, or a function app in this process.</summary>
public abstract class WorkerSource
{
    private protected WorkerSource(string folder) => Folder = folder;

    /// <summary>The folder of the function app, with host.json.</summary>
    internal string Folder { get; }

    /// <summary>The function app of a folder as a process of its own. It ends with this process, even if this one is killed.</summary>
    /// <param name="folder">The output of build or publish, with worker.config.json and host.json.</param>
    public static WorkerSource FromFolder(string folder) => new ProcessWorkerSource(Path.GetFullPath(folder));

    /// <summary>A function app that this process references.</summary>
    /// <param name="functionApp">Its assembly, whose folder holds host.json. One process runs one function app, as often as it likes.</param>
    /// <param name="configure">What the app's Program.cs does between creating and building the builder, and what the caller adds or replaces.</param>
    public static WorkerSource InThisProcess(Assembly functionApp, Action<FunctionsApplicationBuilder> configure) => new InProcessWorkerSource(functionApp, configure);

    internal abstract Task<IWorker> StartAsync(WorkerStart start, CancellationToken cancellationToken);
}
