using System.Text;
using ServerlessMessaging.Contract.Reading;

namespace ServerlessMessaging.Tests.Contract.Reading;

public sealed class RequestReaderTests
{
    [Fact]
    public void Read_RootMembers_ReturnsEach()
    {
        var request = Expect.Request(Body.With("""
            "id":"invoice-1001","replyTo":"approvals","notify":true,"sendAt":"2026-12-01T09:00:00Z","expiresAt":"2026-12-01T12:00:00Z"
            """));

        Assert.Equal(("invoice-1001", "approvals", true), (request.Id, request.ReplyTo, request.Notify));
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero), request.SendAt);
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 12, 0, 0, TimeSpan.Zero), request.ExpiresAt);
    }

    [Fact]
    public void Read_NoOptionalMembers_HasDefaults()
    {
        var request = Expect.Request(Body.Minimal);

        Assert.Equal((null, null, false, null, null), (request.Id, request.ReplyTo, request.Notify, request.SendAt, request.ExpiresAt));
    }

    [Fact]
    public void Read_NullMembers_AreAbsent()
    {
        var request = Expect.Request("""{"id":null,"to":null,"message":null,"replyTo":null,"notify":null,"sendAt":null,"expiresAt":null,"$schema":null}""");

        Assert.Equal((null, null, false, null, null), (request.Id, request.ReplyTo, request.Notify, request.SendAt, request.ExpiresAt));
    }

    [Fact]
    public void Read_NotifyFalse_ReturnsFalse() => Assert.False(Expect.Request(Body.With("\"notify\":false")).Notify);

    [Theory]
    [InlineData("\"https://example.com/request.json\"")]
    [InlineData("5")]
    [InlineData("{\"any\":[1]}")]
    public void Read_SchemaAtTheRoot_IsIgnored(string schema) =>
        Assert.Equal(Expect.Request(Body.Minimal).Message, Expect.Request(Body.With($"\"$schema\":{schema}")).Message);

    [Fact]
    public void Read_ByteOrderMark_IsSkipped()
    {
        var problem = RequestReader.Read((byte[])[0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Body.With("\"id\":\"a\""))], out var request);

        Assert.Null(problem);
        Assert.Equal("a", request!.Id);
    }

    [Fact]
    public void Read_WhiteSpaceAround_IsSkipped() => Assert.Equal("a", Expect.Request($" \r\n\t{Body.With("\"id\":\"a\"")}\n ").Id);

    [Theory]
    [InlineData("2026-12-01T09:00:00Z", "2026-12-01T09:00:00.0000000+00:00")]
    [InlineData("2026-12-01T09:00Z", "2026-12-01T09:00:00.0000000+00:00")]
    [InlineData("2026-12-01T09:00:00.5Z", "2026-12-01T09:00:00.5000000+00:00")]
    [InlineData("2026-12-01T11:00:00+02:00", "2026-12-01T09:00:00.0000000+00:00")]
    [InlineData("2026-12-01T09:00:00+0000", "2026-12-01T09:00:00.0000000+00:00")]
    [InlineData("2026-12-01t09:00:00\\u002b00:00", "2026-12-01T09:00:00.0000000+00:00")]
    [InlineData("2026-12-01T00:30:00-08:30", "2026-12-01T09:00:00.0000000+00:00")]
    [InlineData("2027-01-01T00:30:00+01:00", "2026-12-31T23:30:00.0000000+00:00")]
    public void Read_Time_IsConvertedToUtc(string time, string utc) =>
        Assert.Equal(utc, Expect.Request(Body.With($"\"sendAt\":\"{time}\"")).SendAt!.Value.ToString("O"));

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"tomorrow\"")]
    [InlineData("\"2026-12-01\"")]
    [InlineData("\"2026-12-01T09:00:00\"")]
    [InlineData("\"2026-12-01 09:00:00Z\"")]
    [InlineData("\"2026-02-30T09:00:00Z\"")]
    [InlineData("\"2026-12-01T24:00:00Z\"")]
    [InlineData("\"2026-12-01T09:00:00+99:00\"")]
    [InlineData("\"0001-01-01T00:00:00+14:00\"")]
    [InlineData("\"01/12/2026 09:00:00 +00:00\"")]
    [InlineData("1796115600")]
    [InlineData("true")]
    [InlineData("{}")]
    public void Read_NotATimeWithOffset_IsRefused(string time)
    {
        Expect.Refusal(Body.With($"\"sendAt\":{time}"), "SM1004", "/sendAt", "with Z or an offset, such as 2026-12-01T09:00:00Z");
        Expect.Refusal(Body.With($"\"expiresAt\":{time}"), "SM1004", "/expiresAt", "with Z or an offset, such as 2026-12-01T09:00:00Z");
    }

    [Fact]
    public void Read_BodyOverwrittenAfterwards_KeepsTheRequest()
    {
        var body = Encoding.UTF8.GetBytes(Body.With("\"id\":\"invoice-1001\""));
        RequestReader.Read(body, out var request);

        body.AsSpan().Clear();

        Assert.Equal("invoice-1001", request!.Id);
    }
}
