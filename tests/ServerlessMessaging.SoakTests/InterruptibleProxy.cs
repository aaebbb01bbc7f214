using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ServerlessMessaging.SoakTests;

/// <summary>A port that forwards to the simulator and can be closed, so that connections are cut and refused.</summary>
internal sealed class InterruptibleProxy : IDisposable
{
    private readonly ConcurrentDictionary<Socket, byte> _connections = new();
    private readonly IPEndPoint _endpoint;
    private Socket _listener;
    private Uri _simulator = null!;

    public InterruptibleProxy()
    {
        _listener = Bind(new(IPAddress.Loopback, 0));
        _endpoint = (IPEndPoint)_listener.LocalEndPoint!;
    }

    public Uri Address => new($"http://{_endpoint}");

    /// <summary>Accepts connections.</summary>
    /// <param name="simulator">The address to forward to.</param>
    public void Open(Uri simulator)
    {
        _simulator = simulator;
        _listener.Listen();
        _ = AcceptAsync(_listener);
    }

    /// <summary>Cuts all connections and refuses new ones.</summary>
    public void Close()
    {
        _listener.Dispose();
        // Bound without listening: the port stays reserved, and connections are refused.
        _listener = Bind(_endpoint);
        foreach (var connection in _connections.Keys)
        {
            connection.Dispose();
        }
    }

    public void Dispose()
    {
        Close();
        _listener.Dispose();
    }

    private static Socket Bind(IPEndPoint endpoint)
    {
        var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(endpoint);
        return listener;
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                _ = ForwardAsync(await listener.AcceptAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The proxy was closed.
        }
    }

    private async Task ForwardAsync(Socket caller)
    {
        using var client = caller;
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _connections[client] = _connections[server] = 0;
        try
        {
            await server.ConnectAsync(_simulator.Host, _simulator.Port);
            await Task.WhenAny(CopyAsync(client, server), CopyAsync(server, client));
        }
        catch (Exception exception) when (exception is SocketException or IOException or ObjectDisposedException)
        {
            // Both ends are closed below.
        }

        _connections.TryRemove(client, out _);
        _connections.TryRemove(server, out _);
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        try
        {
            await using var source = new NetworkStream(from);
            await using var target = new NetworkStream(to);
            await source.CopyToAsync(target);
        }
        catch (Exception exception) when (exception is SocketException or IOException or ObjectDisposedException)
        {
            // The connection was cut.
        }
    }
}
