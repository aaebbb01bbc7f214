using System.Security.Cryptography;
using System.Text;
using ServerlessMessaging.BotFlows;

namespace ServerlessMessaging.Tests.BotFlows;

/// <summary>The test vector of the Standard Webhooks libraries, and secrets that are no keys.</summary>
public sealed class StandardWebhooksTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1614265330);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"test": 2432232314}""");

    [Fact]
    public void Headers_PublishedVector_AreReproduced()
    {
        var headers = StandardWebhooks.Headers(Id, At.AddMilliseconds(999), Body, [StandardWebhooks.ReadKey(Secret)!]);

        Assert.Equal(
            [new("webhook-id", Id), new("webhook-timestamp", "1614265330"), new("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")],
            headers);
    }

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    [InlineData(32, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(0, false)]
    public void ReadKey_Length_Is24To64Bytes(int length, bool isKey)
    {
        var key = RandomNumberGenerator.GetBytes(length);

        Assert.Equal(isKey ? key : null, StandardWebhooks.ReadKey("whsec_" + Convert.ToBase64String(key)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("C2FVsBQIhrscChlQIMV+b5sSYspob7oD")]
    [InlineData("WHSEC_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")]
    [InlineData("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDA")]
    [InlineData("whsec_C2FVsBQIhrscChlQIMV*b5sSYspob7oD")]
    [InlineData("whsec_C2FVsBQIhrscChlQIMV-b5sSYspob7oD")]
    [InlineData("whsec_whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLw==")]
    public void ReadKey_InvalidSecret_IsNull(string secret) => Assert.Null(StandardWebhooks.ReadKey(secret));

    [Fact]
    public void Headers_SeveralKeys_HaveASignatureOfEach()
    {
        var other = RandomNumberGenerator.GetBytes(32);

        var signature = StandardWebhooks.Headers(Id, At, Body, [other, StandardWebhooks.ReadKey(Secret)!]).Last().Value;

        var expected = Convert.ToBase64String(HMACSHA256.HashData(other, Encoding.UTF8.GetBytes($"{Id}.1614265330.{Encoding.UTF8.GetString(Body)}")));
        Assert.Equal($"v1,{expected} v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }
}
