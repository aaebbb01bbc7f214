using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ServerlessMessaging.SoakTests;

/// <summary>The road to Genesys: a port that forwards to the simulator and can be closed, so that connections are cut and refused.</summary>
internal sealed class InterruptibleProxy : IDisposable
{
    private readonly ConcurrentDictionary<Socket, byte> _connections = new();
    private readonly IPEndPoint _place;
    private Socket _door;
    private Uri _simulator = null!;

    public InterruptibleProxy()
    {
        _door = Bind(new(IPAddress.Loopback, 0));
        _place = (IPEndPoint)_door.LocalEndPoint!;
    }

    public Uri Address => new($"http://{_place}");

    /// <summary>Lets connections in.</summary>
    /// <param name="simulator">Where it leads.</param>
    public void Open(Uri simulator)
    {
        _simulator = simulator;
        _door.Listen();
        _ = AcceptAsync(_door);
    }

    /// <summary>Cuts all connections and refuses new ones.</summary>
    public void Close()
    {
        _door.Dispose();
        // Held without listening: nobody else gets the port, and whoever calls is refused.
        _door = Bind(_place);
        foreach (var connection in _connections.Keys)
        {
            connection.Dispose();
        }
    }

    public void Dispose()
    {
        Close();
        _door.Dispose();
    }

    private static Socket Bind(IPEndPoint place)
    {
        var door = new Socket(SocketType.Stream, ProtocolType.Tcp);
        door.Bind(place);
        return door;
    }

    private async Task AcceptAsync(Socket door)
    {
        try
        {
            while (true)
            {
                _ = ForwardAsync(await door.AcceptAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The road was closed.
        }
    }

    private async Task ForwardAsync(Socket caller)
    {
        using var near = caller;
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _connections[near] = _connections[far] = 0;
        try
        {
            await far.ConnectAsync(_simulator.Host, _simulator.Port);
            await Task.WhenAny(CopyAsync(near, far), CopyAsync(far, near));
        }
        catch (Exception exception) when (exception is SocketException or IOException or ObjectDisposedException)
        {
            // Both ends are closed below.
        }

        _connections.TryRemove(near, out _);
        _connections.TryRemove(far, out _);
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
            // Cut.
        }
    }
}
