using System.Net;
using ServerlessMessaging.BotFlows;

namespace ServerlessMessaging.Tests.BotFlows;

/// <summary>Which IP addresses a bot flow may have.</summary>
public sealed class BotFlowAddressesTests
{
    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("20.50.2.1")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("168.63.129.15")]
    [InlineData("169.253.255.255")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.167.255.255")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700::1111")]
    [InlineData("2a01:111:f400::1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("2002:808:808::1")]
    public void IsAllowed_PublicAddress_IsTrue(string address) => AssertAllowed(address, isPublic: true, isPrivate: true, isLoopback: true);

    [Theory]
    [Trait("Fault", "F20")]
    [InlineData("10.0.0.0")]
    [InlineData("10.255.255.255")]
    [InlineData("172.16.0.0")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.0")]
    [InlineData("192.168.255.255")]
    [InlineData("fc00::1")]
    [InlineData("fdff:ffff::1")]
    [InlineData("fd12:3456::254")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::10.0.0.1")]
    [InlineData("2002:a00:1::1")]
    [InlineData("2002:c0a8:1::1")]
    [InlineData("::10.0.0.1")]
    public void IsAllowed_PrivateAddress_IsTrueOnlyWithAllowPrivate(string address) => AssertAllowed(address, isPublic: false, isPrivate: true, isLoopback: false);

    [Theory]
    [Trait("Fault", "F20")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    public void IsAllowed_LoopbackAddress_IsTrueOnlyInDevelopment(string address)
    {
        Assert.False(new BotFlowAddresses(allowLoopback: false).IsAllowed(IPAddress.Parse(address), allowPrivate: true));
        Assert.True(new BotFlowAddresses(allowLoopback: true).IsAllowed(IPAddress.Parse(address), allowPrivate: false));
    }

    [Theory]
    [Trait("Fault", "F20")]
    [InlineData("169.254.169.254")]
    [InlineData("169.254.0.1")]
    [InlineData("168.63.129.16")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fd20:ce::254")]
    [InlineData("::ffff:0:10.0.0.1")]
    [InlineData("::ffff:0:169.254.169.254")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("100.64.0.0")]
    [InlineData("100.100.100.200")]
    [InlineData("100.127.255.255")]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("::")]
    [InlineData("192.0.0.192")]
    [InlineData("192.0.2.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("ff02::1")]
    [InlineData("2001:db8::1")]
    [InlineData("100::1")]
    [InlineData("2001:0:1::1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::ffff:168.63.129.16")]
    [InlineData("::169.254.169.254")]
    [InlineData("64:ff9b::169.254.169.254")]
    [InlineData("64:ff9b::127.0.0.1")]
    [InlineData("64:ff9b:1::8.8.8.8")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("2002:7f00:1::1")]
    [InlineData("::127.0.0.1")]
    public void IsAllowed_ReservedOrMetadataAddress_IsFalse(string address) => AssertAllowed(address, isPublic: false, isPrivate: false, isLoopback: false);

    private static void AssertAllowed(string text, bool isPublic, bool isPrivate, bool isLoopback)
    {
        var address = IPAddress.Parse(text);

        Assert.Equal(isPublic, new BotFlowAddresses(allowLoopback: false).IsAllowed(address, allowPrivate: false));
        Assert.Equal(isPrivate, new BotFlowAddresses(allowLoopback: false).IsAllowed(address, allowPrivate: true));
        Assert.Equal(isLoopback, new BotFlowAddresses(allowLoopback: true).IsAllowed(address, allowPrivate: false));
    }
}
