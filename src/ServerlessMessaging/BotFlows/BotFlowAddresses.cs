using System.Net.Sockets;

namespace ServerlessMessaging.BotFlows;

/// <summary>Decides which addresses events may be posted to. A name is checked by the addresses that it resolves to.</summary>
/// <param name="allowLoopback">Whether this machine may be reached: for development only, no setting allows it.</param>
public sealed class BotFlowAddresses(bool allowLoopback)
{
    private static readonly IPNetwork[] Never =
    [
        // This network, shared address space, protocol assignments, documentation, benchmarks, multicast, reserved, broadcast.
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("192.0.0.0/24"), IPNetwork.Parse("192.0.2.0/24"),
        IPNetwork.Parse("198.18.0.0/15"), IPNetwork.Parse("198.51.100.0/24"), IPNetwork.Parse("203.0.113.0/24"), IPNetwork.Parse("224.0.0.0/4"), IPNetwork.Parse("240.0.0.0/4"),
        // Azure's platform address, which serves keys and certificates.
        IPNetwork.Parse("168.63.129.16/32"),
        IPNetwork.Parse("2001:db8::/32"),
        // Teredo.
        IPNetwork.Parse("2001::/32"),
        // IPv6 metadata services of cloud platforms.
        IPNetwork.Parse("fd00:ec2::/32"), IPNetwork.Parse("fd20:ce::/32"),
    ];

    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("fc00::/7"),
    ];

    // The routed IPv6 range; nothing else is allowed.
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork Compatible = IPNetwork.Parse("::/96");

    public bool AllowLoopback { get; } = allowLoopback;

    public bool IsAllowed(IPAddress address, bool allowPrivate)
    {
        if (IPAddress.IsLoopback(address) || (address.IsIPv4MappedToIPv6 && IPAddress.IsLoopback(address.MapToIPv4())))
        {
            return AllowLoopback;
        }

        // An IPv6 address may embed an IPv4 address, which is checked as well.
        if (Embedded(address) is { } inner)
        {
            return !IPAddress.IsLoopback(inner) && IsAllowed(inner, allowPrivate);
        }

        var isPrivate = Private.Any(network => network.Contains(address));
        return !Never.Any(network => network.Contains(address))
            && (address.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(address) || isPrivate)
            && (allowPrivate || !isPrivate);
    }

    private static IPAddress? Embedded(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return null;
        }

        var bytes = address.GetAddressBytes();
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
            : Nat64.Contains(address) || (Compatible.Contains(address) && !address.Equals(IPAddress.IPv6Any) && !address.Equals(IPAddress.IPv6Loopback)) ? new IPAddress(bytes.AsSpan(12, 4))
            : SixToFour.Contains(address) ? new IPAddress(bytes.AsSpan(2, 4))
            : null;
    }
}
