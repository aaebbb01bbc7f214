using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ServerlessMessaging.DevHost.Published;

/// <summary>An HTTP proxy for CONNECT alone, which connects the host names of Azure services to ports of this machine.</summary>
/// <param name="ports">The host names, each with its port on loopback.</param>
internal sealed class ConnectProxy(IReadOnlyDictionary<string, int> ports) : IAsyncDisposable
{
    private const string HttpsPort = ":443";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, byte> _connections = new();
    private readonly ConcurrentQueue<string> _refused = new();
    private Task _accepting = Task.CompletedTask;

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>The refused host names.</summary>
    public IReadOnlyList<string> Refused => [.. _refused];

    public void Start()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        await Task.WhenAll(_connections.Keys);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var connection = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
                _connections[connection] = 0;
                _ = connection.ContinueWith(ended => _connections.TryRemove(ended, out _), TaskScheduler.Default);
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                // The client disconnected before it was accepted, or the proxy stops.
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        try
        {
            var caller = near.GetStream();
            var authority = await ReadAuthorityAsync(caller, ended.Token);
            var name = authority.EndsWith(HttpsPort, StringComparison.Ordinal) ? authority[..^HttpsPort.Length] : string.Empty;
            if (!ports.TryGetValue(name, out var port))
            {
                _refused.Enqueue(authority);
                await caller.WriteAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), ended.Token);
                return;
            }

            await far.ConnectAsync(IPAddress.Loopback, port, ended.Token);
            await caller.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), ended.Token);
            Task[] directions = [caller.CopyToAsync(far.GetStream(), ended.Token), far.GetStream().CopyToAsync(caller, ended.Token)];
            await Task.WhenAny(directions);
            await ended.CancelAsync();
            await Task.WhenAll(directions);
        }
        catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException)
        {
            // One end closed the connection, which closes the other.
        }
    }

    // "CONNECT name:443 HTTP/1.1", headers, an empty line; the caller sends nothing more before it has a response.
    private static async Task<string> ReadAuthorityAsync(NetworkStream caller, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(caller, Encoding.ASCII, leaveOpen: true);
        var request = await reader.ReadLineAsync(cancellationToken) ?? string.Empty;
        while (await reader.ReadLineAsync(cancellationToken) is { Length: > 0 })
        {
        }

        return request.Split(' ') is ["CONNECT", var authority, _] ? authority : request;
    }
}
