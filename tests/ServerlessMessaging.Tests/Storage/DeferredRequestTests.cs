using System.Text;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Storage;

/// <summary>The text of a deferred request. <c>CallbackFaultsTests</c> has that of a callback.</summary>
public sealed class DeferredRequestTests
{
    private const string Payload = "\"payload\":\"eyJhIjoxfQ==\"";
    private const string Whole = """{"v":1,"content":{"id":"r-1","attempt":2,"acceptedAt":"2026-11-22T12:00:00+00:00","expiresAt":"2026-11-23T12:00:00+00:00"},"payload":"eyJhIjoxfQ=="}""";
    private static readonly DateTimeOffset At = new(2026, 11, 22, 14, 0, 0, 123, TimeSpan.FromHours(2));

    [Theory]
    [InlineData(null, 0)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", 3)]
    public void Read_WrittenEnvelope_ReturnsItsContent(string? trace, int unknownOutcomes)
    {
        var request = new DeferredRequest("r-1", 2, At, At.AddHours(1)) { Payload = Encoding.UTF8.GetBytes("""{"to":{"userId":"u-1"}}"""), TraceParent = trace, UnknownOutcomes = unknownOutcomes, EndedOwner = "o-1" };

        var read = Envelopes.Deferred.Read(Envelopes.Deferred.Write(request))!;

        Assert.Equal(("r-1", 2, At, At.AddHours(1), trace, false), (read.Id, read.Attempt, read.AcceptedAt, read.ExpiresAt, read.TraceParent, read.IsPayloadMissing));
        Assert.Equal((unknownOutcomes, "o-1"), (read.UnknownOutcomes, read.EndedOwner));
        Assert.Equal("""{"to":{"userId":"u-1"}}""", Encoding.UTF8.GetString(read.Payload.Span));
    }

    [Fact]
    public void Write_AnyText_IsAscii() => Assert.All(
        Envelopes.Deferred.Write(new DeferredRequest("größe", 2, At, At) { Payload = Encoding.UTF8.GetBytes("größe") }), character => Assert.InRange(character, 0x20, 0x7E));

    [Theory]
    [InlineData(Payload, Payload + ",\"added\":{\"later\":[]}")]
    [InlineData("\"attempt\":2", "\"attempt\":2,\"added\":{\"later\":[]}")]
    [InlineData("\"attempt\":2", "\"attempt\":null")]
    [InlineData(Payload, "\"payloadHash\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"")]
    public void Read_MembersOfANewerVersion_AreIgnored(string from, string to) => Assert.NotNull(Read(Whole.Replace(from, to, StringComparison.Ordinal)));

    [Fact]
    public void Read_PayloadInABlob_IsMissing() => Assert.True(Read(Whole.Replace(Payload, $"\"payloadHash\":\"{new string('a', 64)}\"", StringComparison.Ordinal))!.IsPayloadMissing);

    [Theory]
    [InlineData("\"v\":1", "\"v\":2")]
    [InlineData("\"v\":1,", "")]
    [InlineData("\"v\":1", "\"v\":\"1\"")]
    [InlineData("\"content\":{", "\"content\":null,\"x\":{")]
    [InlineData("\"content\":{", "\"x\":{")]
    [InlineData("\"attempt\":2", "\"attempt\":0")]
    [InlineData("\"attempt\":2", "\"attempt\":-1")]
    [InlineData("\"attempt\":2", "\"attempt\":2,\"unknownOutcomes\":-1")]
    [InlineData("\"attempt\":2", "\"attempt\":2,\"unknownOutcomes\":\"1\"")]
    [InlineData("\"attempt\":2", "\"attempt\":1.5")]
    [InlineData("\"attempt\":2", "\"attempt\":99999999999")]
    [InlineData("\"attempt\":2", "\"attempt\":2147483647")]
    [InlineData("\"attempt\":2,", "")]
    [InlineData("\"r-1\"", "7")]
    [InlineData("\"r-1\"", "null")]
    [InlineData("\"r-1\"", "\"\\ud800\"")]
    [InlineData("\"r-1\"", "\"../secrets\"")]
    [InlineData("\"id\":\"r-1\",", "")]
    [InlineData("2026-11-22T12", "yesterday")]
    [InlineData("2026-11-23T12", "tomorrow")]
    [InlineData("\"expiresAt\"", "\"x\"")]
    [InlineData(Payload, "\"x\":1")]
    [InlineData(Payload, "\"payload\":null")]
    [InlineData(Payload, "\"payload\":\"*\"")]
    [InlineData(Payload, "\"payload\":{}")]
    [InlineData(Payload, "\"payloadHash\":\"yes\"")]
    [InlineData(Payload, "\"payloadHash\":true")]
    [InlineData(Payload, "\"payloadHash\":null")]
    [InlineData(Payload, "\"payloadHash\":\"../../sends/0123456789abcdef0123456789abcdef0123456789abcdef01234\"")]
    [InlineData(Payload, Payload + ",\"traceparent\":7")]
    [InlineData(Payload, Payload + ",\"dueAt\":\"soon\"")]
    public void Read_WrongMember_IsNull(string from, string to) => Assert.Null(Read(Whole.Replace(from, to, StringComparison.Ordinal)));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData(Whole + "{}")]
    [InlineData("""{"to":{"userId":"u-1"},"message":{"type":"text","text":"Hi"}}""")]
    public void Read_NoEnvelope_IsNull(string text) => Assert.Null(Read(text));

    private static DeferredRequest? Read(string text) => Envelopes.Deferred.Read(Encoding.UTF8.GetBytes(text));
}
