using Microsoft.Extensions.Hosting;

namespace ServerlessMessaging.FunctionsHost;

/// <summary>For hosts inside this process: signals belong to the program around them.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
