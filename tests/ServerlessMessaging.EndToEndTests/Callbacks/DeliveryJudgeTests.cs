using System.Text;
using System.Text.Json;
using ServerlessMessaging.EndToEndTests.BotFlowSamples;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>The libraries that examine deliveries refuse what is wrong with one; otherwise every delivery would pass.</summary>
public sealed class DeliveryJudgeTests
{
    private static readonly SignedEvent Good = SignedEvent.Of("serverlessmessaging.text.v1", new { text = "Grüße" });

    [Fact]
    public void AssertGood_SignedEvent_Passes() => DeliveryJudge.AssertGood([Delivery(Good)], SignedEvent.Secret);

    [Fact]
    public void IsSigned_AnotherSecret_IsFalse() => Assert.False(DeliveryJudge.IsSigned(Delivery(Good), "whsec_YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXowMTIzNDU="));

    [Fact]
    public void IsSigned_AnotherBody_IsFalse() =>
        Assert.False(DeliveryJudge.IsSigned(Delivery(Good with { SentBody = [.. Good.Body, (byte)' '] }), SignedEvent.Secret));

    [Fact]
    public void IsSigned_SixMinutesAgo_IsFalse() =>
        Assert.False(DeliveryJudge.IsSigned(Delivery(Good with { Age = TimeSpan.FromMinutes(6) }), SignedEvent.Secret));

    [Fact]
    public void IsSigned_WithoutItsId_IsFalse() =>
        Assert.False(DeliveryJudge.IsSigned(Delivery(Good with { WithoutHeader = "webhook-id" }), SignedEvent.Secret));

    [Theory]
    [InlineData("\"id\"", "\"other\"")]
    [InlineData("2026-11-22T08:00:00Z", "yesterday")]
    [InlineData("\"1.0\"", "\"0.3\"")]
    [InlineData("\"data\"", "\"theData\"")]
    [InlineData("{", "[")]
    public void Read_BrokenEvent_Throws(string part, string replacement)
    {
        var broken = Encoding.UTF8.GetString(Good.Body).Replace(part, replacement, StringComparison.Ordinal);

        var exception = Record.Exception(() => DeliveryJudge.Read(Delivery(SignedEvent.Rubbish(broken))));

        Assert.True(exception is ArgumentException or JsonException, $"{exception}");
    }

    [Fact]
    public void Read_AnotherContentType_Throws() =>
        Assert.Throws<ArgumentException>(() => DeliveryJudge.Read(Delivery(Good with { ContentType = "application/json" })));

    private static FlowDelivery Delivery(SignedEvent signed) =>
        new(new Dictionary<string, string>(signed.Headers()) { ["content-type"] = signed.ContentType }, signed.SentBody ?? signed.Body);
}
