using System.Net;
using System.Net.Sockets;

namespace ServerlessMessaging.Tests.BotFlows;

/// <summary>Accepts TCP connections at 127.0.0.1 only.</summary>
internal sealed class LoopbackListener : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public LoopbackListener() => _listener.Start();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();
}
