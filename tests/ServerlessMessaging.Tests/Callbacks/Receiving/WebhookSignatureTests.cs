using System.Text;
using ServerlessMessaging.Callbacks.Receiving;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Callbacks.Receiving;

/// <summary>The test vector of the reference, and what is no signature.</summary>
public sealed class WebhookSignatureTests
{
    private const string Secret = "unit-test-secret-0123456789";
    private const string Rotated = "unit-test-secret-rotated-9876543210";
    private const string Good = "sha256=q8KvC3VTYtcceax+OG5A/9QQQ8vov4lsoBAqpAjFErM=";
    private const string OfRotated = "sha256=upJcMzkPE45ssx7aBYyWg5woWS27AH3p4kz0xrH+Ib4=";
    private const string OfRewritten = "sha256=6uB7BCxaqBzyiQv9d6ekG9zOKr2PuzTk2LVnlX+r8Wc=";
    private const string OfNewline = "sha256=Jx6OF0M5P0lKtFZnVTQ1ariGSZWokXw7kWLZvL7kt7g=";
    private const string OfMark = "sha256=CP6LetLU+etnCBJ8D6N39z/r/XqXm4s+GxHZvqvd9pI=";

    private static readonly byte[] Body = Encoding.UTF8.GetBytes(Webhooks.Vector);

    [Fact]
    public void The_vector_is_copied_whole() => Assert.Equal(369, Body.Length);

    [Theory]
    [InlineData(Good, Secret, "", "", SignatureCheck.Valid)]
    [InlineData(OfRotated, Rotated, "", "", SignatureCheck.Valid)]
    [InlineData(OfRotated, Secret, "", "", SignatureCheck.Mismatch)]
    [InlineData(Good, Rotated, "", "", SignatureCheck.Mismatch)]
    [InlineData(OfRewritten, Secret, "", "", SignatureCheck.Mismatch)]
    [InlineData(OfNewline, Secret, "", "", SignatureCheck.Mismatch)]
    [InlineData(OfNewline, Secret, "", "\n", SignatureCheck.Valid)]
    [InlineData(Good, Secret, "", "\n", SignatureCheck.Mismatch)]
    [InlineData(OfMark, Secret, "", "", SignatureCheck.Mismatch)]
    [InlineData(OfMark, Secret, "\uFEFF", "", SignatureCheck.Valid)]
    [InlineData(Good, Secret, "\uFEFF", "", SignatureCheck.Mismatch)]
    [InlineData("sha256=abc2af0b755362d71c79ac7e386e40ffd41043cbe8bf896ca0102aa408c512b3", Secret, "", "", SignatureCheck.Malformed)]
    public void The_raw_bytes_are_what_counts(string header, string secret, string before, string after, SignatureCheck expected) =>
        Assert.Equal(expected, WebhookSignature.Check(Encoding.UTF8.GetBytes(before + Webhooks.Vector + after), header, Encoding.UTF8.GetBytes(secret)));

    [Theory]
    [InlineData("")]
    [InlineData("sha256=")]
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
    public void A_header_of_another_form_is_malformed(string header)
    {
        Assert.Equal(SignatureCheck.Malformed, WebhookSignature.Check(Body, header, Encoding.UTF8.GetBytes(Secret)));
        Assert.False(WebhookSignature.IsWellFormed(header));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(31)]
    public void One_bit_of_the_signature_is_enough(int index)
    {
        var signature = Convert.FromBase64String(Good["sha256=".Length..]);
        signature[index] ^= 1;

        Assert.Equal(SignatureCheck.Mismatch, WebhookSignature.Check(Body, $"sha256={Convert.ToBase64String(signature)}", Encoding.UTF8.GetBytes(Secret)));
    }

    [Fact]
    public void F12_The_comparison_takes_the_same_time_wherever_the_first_wrong_byte_stands()
    {
        var source = File.ReadAllText(Path.Combine(RepositoryFolder.Find(), "src", "ServerlessMessaging", "Callbacks", "Receiving", "WebhookSignature.cs"));

        Assert.Contains("CryptographicOperations.FixedTimeEquals(expected, given)", source, StringComparison.Ordinal);
        Assert.DoesNotContain("SequenceEqual", source, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_secret_lets_nobody_in() => Assert.Equal(SignatureCheck.NoSecret, WebhookSignature.Check(Body, CallbackSignatureOf(string.Empty), []));

    [Fact]
    public void An_empty_body_can_be_signed_as_well() =>
        Assert.Equal(SignatureCheck.Valid, WebhookSignature.Check([], Infrastructure.CallbackWays.Sign(string.Empty), Encoding.UTF8.GetBytes(Secret)));

    [Theory]
    [InlineData(Good)]
    [InlineData(OfRotated)]
    [InlineData("sha256=nonsense")]
    public void A_check_allocates_nothing(string header)
    {
        var secret = Encoding.UTF8.GetBytes(Secret);
        Repeat(100);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Repeat(1000);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Repeat(int times)
        {
            for (var time = 0; time < times; time++)
            {
                WebhookSignature.Check(Body, header, secret);
            }
        }
    }

    private static string CallbackSignatureOf(string secret) => Infrastructure.CallbackWays.Sign(Webhooks.Vector, secret);
}
