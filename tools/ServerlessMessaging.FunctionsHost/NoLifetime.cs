using Microsoft.Extensions.Hosting;

namespace ServerlessMessaging.FunctionsHost;

/// <summary>A lifetime for inner hosts that ignores signals; the program handles them.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
