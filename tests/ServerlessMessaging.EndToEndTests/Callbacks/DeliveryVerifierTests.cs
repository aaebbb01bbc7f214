using System.Text;
using System.Text.Json;
using ServerlessMessaging.EndToEndTests.BotFlowSamples;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>The verifier rejects invalid deliveries; otherwise every delivery would pass.</summary>
public sealed class DeliveryVerifierTests
{
    private static readonly SignedEvent Valid = SignedEvent.Create("serverlessmessaging.text.v1", new { text = "Grüße" });

    [Fact]
    public void IsSigned_AnotherSecret_IsFalse() => Assert.False(DeliveryVerifier.IsSigned(Delivery(Valid), "whsec_YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXowMTIzNDU="));

    [Fact]
    public void IsSigned_AnotherBody_IsFalse() =>
        Assert.False(DeliveryVerifier.IsSigned(Delivery(Valid with { SentBody = [.. Valid.Body, (byte)' '] }), SignedEvent.Secret));

    [Fact]
    public void IsSigned_SixMinutesAgo_IsFalse() =>
        Assert.False(DeliveryVerifier.IsSigned(Delivery(Valid with { Age = TimeSpan.FromMinutes(6) }), SignedEvent.Secret));

    [Fact]
    public void IsSigned_WithoutItsId_IsFalse() =>
        Assert.False(DeliveryVerifier.IsSigned(Delivery(Valid with { WithoutHeader = "webhook-id" }), SignedEvent.Secret));

    [Theory]
    [InlineData("\"id\"", "\"other\"")]
    [InlineData("2026-11-22T08:00:00Z", "yesterday")]
    [InlineData("\"1.0\"", "\"0.3\"")]
    [InlineData("\"data\"", "\"theData\"")]
    [InlineData("{", "[")]
    public void Read_BrokenEvent_Throws(string part, string replacement)
    {
        var broken = Encoding.UTF8.GetString(Valid.Body).Replace(part, replacement, StringComparison.Ordinal);

        var exception = Record.Exception(() => DeliveryVerifier.Read(Delivery(SignedEvent.WithBody(broken))));

        Assert.True(exception is ArgumentException or JsonException, $"{exception}");
    }

    [Fact]
    public void Read_AnotherContentType_Throws() =>
        Assert.Throws<ArgumentException>(() => DeliveryVerifier.Read(Delivery(Valid with { ContentType = "application/json" })));

    private static FlowDelivery Delivery(SignedEvent signed) =>
        new(new Dictionary<string, string>(signed.Headers()) { ["content-type"] = signed.ContentType }, signed.SentBody ?? signed.Body);
}
