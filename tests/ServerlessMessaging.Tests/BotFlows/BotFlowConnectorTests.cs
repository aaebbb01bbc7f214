using System.Net;
using System.Net.Sockets;
using ServerlessMessaging.BotFlows;

namespace ServerlessMessaging.Tests.BotFlows;

/// <summary>Connections go only to the addresses that were checked.</summary>
public sealed class BotFlowConnectorTests
{
    private readonly Resolver _resolver = new();

    [Theory]
    [Trait("Fault", "F20")]
    [InlineData("169.254.169.254", true)]
    [InlineData("10.0.0.1", false)]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("10.0.0.1 192.168.0.1 fd00::1", false)]
    [InlineData("", true)]
    public async Task ConnectAsync_AllAddressesForbidden_Throws(string addresses, bool allowPrivate)
    {
        _resolver.Returns(addresses);

        await Assert.ThrowsAsync<AddressRefusedException>(() => ConnectAsync("flow.example", 443, allowPrivate));
    }

    [Fact]
    [Trait("Fault", "F20")]
    public async Task ConnectAsync_NameResolvesToAForbiddenAddressLater_Throws()
    {
        using var listener = new LoopbackListener();
        _resolver.Returns("127.0.0.1").Returns("169.254.169.254");

        await using (await ConnectAsync("flow.example", listener.Port, allowPrivate: false, allowLoopback: true))
        {
        }

        Assert.Equal(["flow.example"], _resolver.Lookups);
        await Assert.ThrowsAsync<AddressRefusedException>(() => ConnectAsync("flow.example", listener.Port, allowPrivate: true, allowLoopback: true));
        Assert.Equal(2, _resolver.Lookups.Count);
    }

    [Theory]
    [InlineData("169.254.169.254 127.0.0.1")]
    [InlineData("10.0.0.1 127.0.0.1 192.168.0.1")]
    [InlineData("127.0.0.1 169.254.169.254")]
    public async Task ConnectAsync_SomeAddressesForbidden_TriesTheOthersOnly(string addresses)
    {
        using var listener = new LoopbackListener();
        _resolver.Returns(addresses);

        await using var stream = await ConnectAsync("flow.example", listener.Port, allowPrivate: false, allowLoopback: true);

        Assert.Equal(new IPEndPoint(IPAddress.Loopback, listener.Port), Assert.IsType<NetworkStream>(stream).Socket.RemoteEndPoint);
    }

    [Fact]
    public async Task ConnectAsync_FirstAddressUnreachable_TriesTheNext()
    {
        using var listener = new LoopbackListener();
        _resolver.Returns("127.0.0.2 127.0.0.1");

        await using var stream = await ConnectAsync("flow.example", listener.Port, allowPrivate: false, allowLoopback: true);

        Assert.NotNull(stream);
    }

    [Fact]
    public async Task ConnectAsync_NoAddressReachable_ThrowsSocketException()
    {
        using var listener = new LoopbackListener();
        _resolver.Returns("127.0.0.2 127.0.0.3");

        await Assert.ThrowsAsync<SocketException>(() => ConnectAsync("flow.example", listener.Port, allowPrivate: false, allowLoopback: true));
    }

    [Fact]
    public async Task ConnectAsync_IPv6AddressInBrackets_IsCheckedAsAnAddress()
    {
        _resolver.Returns("fd00:ec2::254");

        await Assert.ThrowsAsync<AddressRefusedException>(() => ConnectAsync("[fd00:ec2::254]", 443, allowPrivate: true));

        Assert.Equal(["fd00:ec2::254"], _resolver.Lookups);
    }

    private async Task<Stream> ConnectAsync(string host, int port, bool allowPrivate, bool allowLoopback = false) =>
        await new BotFlowConnector(new BotFlowAddresses(allowLoopback), _resolver).ConnectAsync(new DnsEndPoint(host, port), allowPrivate, TestContext.Current.CancellationToken);

    private sealed class Resolver : IAddressResolver
    {
        private readonly Queue<IReadOnlyList<IPAddress>> _responses = new();

        public List<string> Lookups { get; } = [];

        public Resolver Returns(string addresses)
        {
            _responses.Enqueue([.. addresses.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse)]);
            return this;
        }

        public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
        {
            Lookups.Add(host);
            return Task.FromResult(_responses.Count > 1 ? _responses.Dequeue() : _responses.Peek());
        }
    }
}
