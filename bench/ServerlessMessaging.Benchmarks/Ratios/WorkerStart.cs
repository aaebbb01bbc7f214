using System.Diagnostics;
using ServerlessMessaging.Benchmarks.Stubs;
using ServerlessMessaging.DevHost.Hosting;

namespace ServerlessMessaging.Benchmarks.Ratios;

/// <summary>From the start of host and worker to the first 200, against the smallest function app, both published.</summary>
internal static class WorkerStart
{
    public const string Work = "5 start to the first 200 | smallest function app";

    public static async Task<IEnumerable<Figure>> MeasureAsync(RatioRun run)
    {
        var product = await PublishAsync(run, "src/ServerlessMessaging.Functions");
        var smallest = await PublishAsync(run, "bench/ServerlessMessaging.Benchmarks.SmallestApp");
        (string, string)[] settings = [.. SystemSettings.ToEnvironment(Product.Settings(run.Stub))];
        var pairs = await Pairs.RunAsync(run.Pairs, () => StartAsync(product, settings, "/api/messages/preview"), () => StartAsync(smallest, settings, "/api/first"));
        return [pairs.ToFigure(Work, "ms", time => time.TotalMilliseconds, goal: 1.3)];
    }

    private static async Task<string> PublishAsync(RatioRun run, string project)
    {
        var folder = Path.Combine(run.Scratch, Path.GetFileName(project));
        await using var publish = ChildProcess.Start(["dotnet", "publish", Path.Combine(RepositoryFolder.Find(), project), "-c", "Release", "-o", folder, "--nologo", "-v", "quiet"]);
        return folder;
    }

    private static async Task<TimeSpan> StartAsync(string folder, (string Name, string Value)[] settings, string path)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        var start = Stopwatch.GetTimestamp();
        await using var host = ChildProcess.Start(
            ["dotnet", Path.Combine(AppContext.BaseDirectory, "ServerlessMessaging.FunctionsHost.dll"), "--folder", folder, "--port", "0", "--functionKey", "bench", "--endWithInput", "true"], settings);
        var address = (await host.LineAsync("Functions http")).Split(' ')[1];
        using var request = new HttpRequestMessage(HttpMethod.Post, address.TrimEnd('/') + path) { Content = new StringContent(Requests.Card("first"), System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("x-functions-key", "bench");
        using var response = await http.SendAsync(request, CancellationToken.None);
        response.EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(start);
    }
}
