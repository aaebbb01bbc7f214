using System.Net.Sockets;

namespace ServerlessMessaging.Callbacks.BotFlows;

/// <summary>Connects to bot flows, and to no address that may not be reached. What was checked is what is connected to: a name is resolved once.</summary>
internal sealed class BotFlowConnector(BotFlowAddresses addresses, IAddressResolver resolver)
{
    // One address that swallows everything must not use up the time for the others.
    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(3);

    /// <summary>Connects.</summary>
    /// <param name="host">The host of the flow's URL.</param>
    /// <param name="allowPrivate">Whether private networks may be reached.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="AddressRefusedException">None of its addresses may be reached.</exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint host, bool allowPrivate, CancellationToken cancellationToken)
    {
        // The resolver does not take the brackets that a URL has around an IPv6 address.
        var found = await resolver.ResolveAsync(host.Host.Trim('[', ']'), cancellationToken);
        var allowed = found.Where(address => addresses.IsAllowed(address, allowPrivate)).ToArray();
        if (allowed.Length == 0)
        {
            throw new AddressRefusedException();
        }

        var socket = await ConnectAsync(allowed, host.Port, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static async Task<Socket> ConnectAsync(IPAddress[] allowed, int port, CancellationToken cancellationToken)
    {
        for (var index = 0; ; index++)
        {
            try
            {
                return await ConnectAsync(new IPEndPoint(allowed[index], port), cancellationToken);
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException && index < allowed.Length - 1 && !cancellationToken.IsCancellationRequested)
            {
                // The next address may be reached.
            }
        }
    }

    private static async Task<Socket> ConnectAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(LongestConnect);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, timeout.Token);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
