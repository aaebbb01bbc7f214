using System.Text;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Tests.Storage;

public sealed class LaterEnvelopeTests
{
    private const string Whole = """{"v":1,"id":"r-1","attempt":2,"acceptedAt":"2026-11-22T12:00:00+00:00","expiresAt":"2026-11-23T12:00:00+00:00","request":{"a":1}}""";
    private static readonly DateTimeOffset At = new(2026, 11, 22, 14, 0, 0, 123, TimeSpan.FromHours(2));

    [Theory]
    [InlineData(null, 0)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", 3)]
    public void What_is_written_is_read(string? trace, int unknownOutcomes)
    {
        var envelope = new LaterEnvelope("r-1", 2, At, At.AddHours(1), Encoding.UTF8.GetBytes("""{"to":{"userId":"u-1"}}""")) { TraceParent = trace, UnknownOutcomes = unknownOutcomes };

        var read = LaterEnvelopeText.Read(LaterEnvelopeText.Write(envelope))!;

        Assert.Equal(("r-1", 2, At, At.AddHours(1), trace, (string?)null), (read.Id, read.Attempt, read.AcceptedAt, read.ExpiresAt, read.TraceParent, read.Large));
        Assert.Equal(unknownOutcomes, read.UnknownOutcomes);
        Assert.Equal("""{"to":{"userId":"u-1"}}""", Encoding.UTF8.GetString(read.Request.Span));
    }

    [Fact]
    public void A_large_one_is_written_without_its_request()
    {
        var text = LaterEnvelopeText.Write(new LaterEnvelope("r-1", 2, At, At, "{\"secret\":1}"u8.ToArray()) { Large = new string('a', 64) });

        Assert.DoesNotContain("secret", Encoding.UTF8.GetString(text), StringComparison.Ordinal);
        Assert.Equal((new string('a', 64), true), (LaterEnvelopeText.Read(text)!.Large, LaterEnvelopeText.Read(text)!.Request.IsEmpty));
    }

    [Theory]
    [InlineData("\"request\":{\"a\":1}", "\"request\":{\"a\":1},\"added\":{\"later\":[]}")]
    [InlineData("\"attempt\":2", "\"attempt\":0")]
    [InlineData("\"request\":{\"a\":1}", "\"large\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"")]
    public void What_a_newer_version_adds_is_ignored(string from, string to) => Assert.NotNull(Read(Whole.Replace(from, to, StringComparison.Ordinal)));

    [Theory]
    [InlineData("\"v\":1", "\"v\":2")]
    [InlineData("\"v\":1,", "")]
    [InlineData("\"v\":1", "\"v\":\"1\"")]
    [InlineData("\"attempt\":2", "\"attempt\":-1")]
    [InlineData("\"attempt\":2", "\"attempt\":2,\"unknownOutcomes\":-1")]
    [InlineData("\"attempt\":2", "\"attempt\":2,\"unknownOutcomes\":\"1\"")]
    [InlineData("\"attempt\":2", "\"attempt\":1.5")]
    [InlineData("\"attempt\":2", "\"attempt\":99999999999")]
    [InlineData("\"attempt\":2,", "")]
    [InlineData("\"r-1\"", "7")]
    [InlineData("\"r-1\"", "\"\\ud800\"")]
    [InlineData("\"id\":\"r-1\",", "")]
    [InlineData("2026-11-22T12", "yesterday")]
    [InlineData("2026-11-23T12", "tomorrow")]
    [InlineData("\"request\":{\"a\":1}", "\"x\":1")]
    [InlineData("\"request\":{\"a\":1}", "\"large\":\"yes\"")]
    [InlineData("\"request\":{\"a\":1}", "\"large\":true")]
    [InlineData("\"request\":{\"a\":1}", "\"large\":\"../../sends/0123456789abcdef0123456789abcdef0123456789abcdef01234\"")]
    [InlineData("\"id\":\"r-1\"", "\"id\":null")]
    [InlineData("\"attempt\":2", "\"attempt\":2147483647")]
    [InlineData("\"request\":{\"a\":1}", "\"large\":null")]
    [InlineData("\"request\":{\"a\":1}", "\"request\":{},\"traceparent\":7")]
    public void What_is_none_of_ours_is_not_read(string from, string to) => Assert.Null(Read(Whole.Replace(from, to, StringComparison.Ordinal)));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("""{"to":{"userId":"u-1"},"message":{"type":"text","text":"Hi"}}""")]
    public void What_is_no_envelope_at_all_is_not_read(string text) => Assert.Null(Read(text));

    private static LaterEnvelope? Read(string text) => LaterEnvelopeText.Read(Encoding.UTF8.GetBytes(text));
}
