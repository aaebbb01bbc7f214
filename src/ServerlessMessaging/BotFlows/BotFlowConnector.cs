using System.Net.Sockets;

namespace ServerlessMessaging.BotFlows;

/// <summary>Finds the addresses of a host.</summary>
public interface IAddressResolver
{
    /// <summary>The addresses of a name, or of an address as text, in the order in which they should be tried.</summary>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken);
}

/// <summary>The resolver of the operating system.</summary>
internal sealed class DnsAddressResolver : IAddressResolver
{
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken) =>
        await Dns.GetHostAddressesAsync(host, cancellationToken);
}

/// <summary>No address of a bot flow's host is allowed.</summary>
public sealed class AddressRefusedException() : IOException("No address of the host is allowed.");

/// <summary>Connects to the allowed addresses of bot flows. A name is resolved once, so the checked address is the connected one.</summary>
internal sealed class BotFlowConnector(BotFlowAddresses addresses, IAddressResolver resolver)
{
    // An address without a response must not use up the time for the others.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Connects to the first allowed address that responds.</summary>
    /// <exception cref="AddressRefusedException">None of its addresses is allowed.</exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint host, bool allowPrivate, CancellationToken cancellationToken)
    {
        // A URL has brackets around an IPv6 address, which the resolver does not accept.
        var resolved = await resolver.ResolveAsync(host.Host.Trim('[', ']'), cancellationToken);
        Exception failure = new AddressRefusedException();
        foreach (var address in resolved.Where(address => addresses.IsAllowed(address, allowPrivate)))
        {
            try
            {
                return await ConnectAsync(new IPEndPoint(address, host.Port), cancellationToken);
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                failure = exception;
            }
        }

        throw failure;
    }

    private static async Task<Stream> ConnectAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(ConnectTimeout);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, timeout.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
