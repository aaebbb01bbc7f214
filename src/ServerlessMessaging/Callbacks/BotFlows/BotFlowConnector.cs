using System.Net;
using System.Net.Sockets;

namespace ServerlessMessaging.Callbacks.BotFlows;

/// <summary>Connects to bot flows, and to no address that may not be reached. What was checked is what is connected to: a name is resolved once.</summary>
internal sealed class BotFlowConnector(BotFlowAddresses addresses, IAddressResolver resolver)
{
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
            var socket = new Socket(allowed[index].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(allowed[index], port), cancellationToken);
                return socket;
            }
            catch (SocketException) when (index < allowed.Length - 1)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }
}
