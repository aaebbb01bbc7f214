using System.Text;
using ServerlessMessaging.Callbacks;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Callbacks;

/// <summary>The published test vector, and headers that are no signature.</summary>
public sealed class WebhookSignatureTests
{
    private const string Secret = "unit-test-secret-0123456789";
    private const string Rotated = "unit-test-secret-rotated-9876543210";
    private const string Valid = "sha256=q8KvC3VTYtcceax+OG5A/9QQQ8vov4lsoBAqpAjFErM=";
    private const string ByRotatedSecret = "sha256=upJcMzkPE45ssx7aBYyWg5woWS27AH3p4kz0xrH+Ib4=";
    private const string OfRewrittenJson = "sha256=6uB7BCxaqBzyiQv9d6ekG9zOKr2PuzTk2LVnlX+r8Wc=";
    private const string OfAddedNewline = "sha256=Jx6OF0M5P0lKtFZnVTQ1ariGSZWokXw7kWLZvL7kt7g=";
    private const string OfByteOrderMark = "sha256=CP6LetLU+etnCBJ8D6N39z/r/XqXm4s+GxHZvqvd9pI=";

    private static readonly byte[] Body = Encoding.UTF8.GetBytes(Webhooks.Vector);

    [Theory]
    [InlineData(Valid, Secret, "", "", true)]
    [InlineData(ByRotatedSecret, Rotated, "", "", true)]
    [InlineData(ByRotatedSecret, Secret, "", "", false)]
    [InlineData(Valid, Rotated, "", "", false)]
    [InlineData(OfRewrittenJson, Secret, "", "", false)]
    [InlineData(OfAddedNewline, Secret, "", "", false)]
    [InlineData(OfAddedNewline, Secret, "", "\n", true)]
    [InlineData(Valid, Secret, "", "\n", false)]
    [InlineData(OfByteOrderMark, Secret, "", "", false)]
    [InlineData(OfByteOrderMark, Secret, "\uFEFF", "", true)]
    [InlineData(Valid, Secret, "\uFEFF", "", false)]
    public void Matches_BodyHeaderAndSecret_ComparesRawBytes(string header, string secret, string before, string after, bool isSigned) =>
        Assert.Equal(isSigned, WebhookSignature.Matches(Encoding.UTF8.GetBytes(before + Webhooks.Vector + after), WebhookSignature.Read(header), Encoding.UTF8.GetBytes(secret)));

    [Theory]
    [InlineData("")]
    [InlineData("sha256=")]
    [InlineData("sha256=abc2af0b755362d71c79ac7e386e40ffd41043cbe8bf896ca0102aa408c512b3")]
    [InlineData("q8KvC3VTYtcceax+OG5A/9QQQ8vov4lsoBAqpAjFErM=")]
    [InlineData("SHA256=q8KvC3VTYtcceax+OG5A/9QQQ8vov4lsoBAqpAjFErM=")]
    [InlineData("Sha256=q8KvC3VTYtcceax+OG5A/9QQQ8vov4lsoBAqpAjFErM=")]
    [InlineData("sha512=q8KvC3VTYtcceax+OG5A/9QQQ8vov4lsoBAqpAjFErM=")]
    [InlineData("sha256:q8KvC3VTYtcceax+OG5A/9QQQ8vov4lsoBAqpAjFErM=")]
    [InlineData("sha256=q8KvC3VTYtcceax+OG5A/9QQQ8vov4lsoBAqpAjFErM")]
    [InlineData("sha256=q8KvC3VTYtcceax+OG5A/9QQQ8vov4lsoBAqpAjFErM==")]
    [InlineData("sha256=q8KvC3VTYtcceax+OG5A/9QQQ8vov4lsoBAqpAjFEr==")]
    [InlineData("sha256=q8KvC3VTYtcceax+OG5A/9QQQ8vov4lsoBAqpAjFErMA")]
    [InlineData("sha256=q8KvC3VTYtcceax-OG5A_9QQQ8vov4lsoBAqpAjFErM=")]
    [InlineData("sha256=q8KvC3VTYtcceax*OG5A/9QQQ8vov4lsoBAqpAjFErM=")]
    [InlineData("sha256= q8KvC3VTYtcceax+OG5A/9QQQ8vov4lsoBAqpAjFErM=")]
    [InlineData(" sha256=q8KvC3VTYtcceax+OG5A/9QQQ8vov4lsoBAqpAjFErM=")]
    [InlineData("sha256=q8KvC3VTYtcceax+OG5A/9QQQ8vov4lsoBAqpAjFErM= ")]
    [InlineData("sha256=q8KvC3VTYtcceax OG5A/9QQQ8vov4lsoBAqpAjFErM=")]
    [InlineData("sha256=q8KvC3VTYtcceax\r\nG5A/9QQQ8vov4lsoBAqpAjFErM=")]
    [InlineData("sha256=q8KvC3VTYtcceax+OG5A/9QQQ8vov4lsoBAqpAjFErM=,sha256=q8KvC3VTYtcceax+OG5A/9QQQ8vov4lsoBAqpAjFErM=")]
    [InlineData("sha256=q8KvC3VTYtcceax+OG5A/9QQQ8vov4lsoBAqpAjFErM=, q")]
    public void Read_AnotherForm_IsNull(string header) => Assert.Null(WebhookSignature.Read(header));

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(31)]
    public void Matches_OneBitDiffers_IsFalse(int index)
    {
        var signature = Convert.FromBase64String(Valid["sha256=".Length..]);
        signature[index] ^= 1;

        Assert.False(WebhookSignature.Matches(Body, WebhookSignature.Read($"sha256={Convert.ToBase64String(signature)}"), Encoding.UTF8.GetBytes(Secret)));
    }

    [Fact]
    [Trait("Fault", "F12")]
    public void Matches_SourceCode_ComparesInConstantTime()
    {
        var source = File.ReadAllText(Path.Combine(RepositoryFolder.Find(), "src", "ServerlessMessaging", "Callbacks", "WebhookSignature.cs"));

        Assert.Contains("CryptographicOperations.FixedTimeEquals(", source, StringComparison.Ordinal);
        Assert.DoesNotContain("SequenceEqual", source, StringComparison.Ordinal);
    }

    [Fact]
    public void Matches_EmptySecret_IsFalse() => Assert.False(WebhookSignature.Matches(Body, WebhookSignature.Read(Sign(string.Empty)), []));

    [Fact]
    public void Matches_EmptyBody_IsTrue() =>
        Assert.True(WebhookSignature.Matches([], WebhookSignature.Read(CallbackSteps.Sign(string.Empty)), Encoding.UTF8.GetBytes(Secret)));

    [Theory]
    [InlineData(Valid)]
    [InlineData(ByRotatedSecret)]
    [InlineData("sha256=nonsense")]
    [InlineData("sha256=q8KvC3VTYtcceax*OG5A/9QQQ8vov4lsoBAqpAjFErM=")]
    public void ReadMalformedOrMatches_AnyHeader_AllocatesNothing(string header)
    {
        var secret = Encoding.UTF8.GetBytes(Secret);
        var signature = WebhookSignature.Read(header);
        // The runtime itself allocates now and then, as when it compiles the method anew: one round without is enough.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => Repeat(1000)));

        long Repeat(int times)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var time = 0; time < times; time++)
            {
                _ = signature is null ? WebhookSignature.Read(header) is null : WebhookSignature.Matches(Body, signature, secret);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static string Sign(string secret) => CallbackSteps.Sign(Webhooks.Vector, secret);
}
