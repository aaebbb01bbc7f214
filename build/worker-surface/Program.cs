using System.Reflection;
using ServerlessMessaging.WorkerSurface;

const string Prefix = "Microsoft.Azure.Functions.Worker";

if (args is not [var localRuntime] || !File.Exists(localRuntime))
{
    await Console.Error.WriteLineAsync("Usage: dotnet run --project build/worker-surface -- <path of ServerlessMessaging.LocalRuntime.dll>");
    return 2;
}

// Everything that this program runs with: the framework, ASP.NET Core and the official packages.
var known = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
using var context = new MetadataLoadContext(new PathAssemblyResolver(known.Append(localRuntime)));
var official = known.Where(path => Path.GetFileName(path).StartsWith(Prefix, StringComparison.Ordinal)).Select(context.LoadFromAssemblyPath).ToList();
var declared = context.LoadFromAssemblyPath(localRuntime).GetExportedTypes()
    .Where(type => type.Namespace?.StartsWith(Prefix, StringComparison.Ordinal) == true).OrderBy(type => type.FullName, StringComparer.Ordinal).ToList();

var differences = declared.SelectMany(local => SurfaceComparison.Differences(local, official)).ToList();
differences.ForEach(Console.WriteLine);
Console.WriteLine($"{declared.Count} types of {official.Count} official assemblies compared, {differences.Count} differences.");
return declared.Count > 0 && official.Count > 0 && differences.Count == 0 ? 0 : 1;
