using System.Globalization;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>Kestrel, on loopback only, whose stop takes no new request and waits for none under way.</summary>
internal sealed class LoopbackServer(
    IOptions<LocalRuntimeOptions> options,
    IOptions<KestrelServerOptions> kestrelOptions,
    IConnectionListenerFactory transport,
    ILoggerFactory loggerFactory) : IServer
{
    private readonly KestrelServer _kestrel = new(kestrelOptions, transport, loggerFactory);
    private readonly CancellationTokenSource _end = new();
    private bool _isDisposed;

    public IFeatureCollection Features => _kestrel.Features;

    /// <summary>Ends when the last connection is closed.</summary>
    public Task Stopped { get; private set; } = Task.CompletedTask;

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        // Addresses from elsewhere (ASPNETCORE_URLS, Kestrel:Endpoints) could open the machine to others.
        var bound = Features.GetRequiredFeature<IServerAddressesFeature>();
        bound.PreferHostingUrls = true;
        bound.Addresses.Clear();
        bound.Addresses.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{options.Value.Port}"));
        return _kestrel.StartAsync(application, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Stopped = _kestrel.StopAsync(_end.Token);
        return Task.CompletedTask;
    }

    // Only the end of the process cuts connections, and with them the tokens of what still runs.
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _end.Cancel();
        _kestrel.Dispose();
        _end.Dispose();
    }
}
