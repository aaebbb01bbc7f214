using System.Text;
using ServerlessMessaging.Contract.Reading;

namespace ServerlessMessaging.Tests.Contract.Reading;

public sealed class InvalidTextTests
{
    private const string Remedy = "Send whole Unicode characters without NUL.";

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\udc00")]
    [InlineData("a\\ud83d")]
    [InlineData("\\ud83dx")]
    [InlineData("\\ud83d\\ud83d")]
    [InlineData("\\ude00\\ud83d")]
    [InlineData("\\ud83d\\n")]
    [InlineData("a\\u0000")]
    public void Read_HalfSurrogatePairOrNul_IsRefused(string text)
    {
        Expect.Refusal(Body.With($"\"id\":\"{text}\""), "SM1006", "/id", "The string is not valid text");
        Expect.Refusal(Body.With($"\"id\":\"{text}\""), "SM1006", "/id", Remedy);
    }

    [Theory]
    [InlineData("""{"a":[1,"\ud800"]}""", "/message/actions/0/payload/a/1")]
    [InlineData("\"\\u0000\"", "/message/actions/0/payload")]
    public void Read_InvalidTextInAPayload_IsRefused(string payload, string pointer) =>
        Expect.Refusal(Body.Payload(payload), "SM1006", pointer, Remedy);

    [Theory]
    [InlineData("""{"$schema":"\ud800"}""", "/$schema")]
    [InlineData("""{"message":{"type":"unknown","x":"\u0000"}}""", "/message/x")]
    public void Read_InvalidTextInAnUnreadMember_IsRefused(string body, string pointer) =>
        Expect.Refusal(body, "SM1006", pointer, Remedy);

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0x80 })]
    [InlineData(new byte[] { 0xC3 })]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    [InlineData(new byte[] { 0xE2, 0x82 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 })]
    public void Read_BytesNotUtf8_IsRefused(byte[] bytes) =>
        Expect.Refusal([.. "{\"id\":\""u8, .. bytes, .. "\"}"u8], "SM1006", "/id", Remedy);

    [Theory]
    [InlineData("""{"\ud800":1}""", "")]
    [InlineData("""{"\u0000":1}""", "")]
    [InlineData("""{"to":{"\udc00":1}}""", "/to")]
    [InlineData("""{"message":{"actions":[{},{"\ud800":1}]}}""", "/message/actions/1")]
    public void Read_FirstMemberNameInvalid_PointsToItsObject(string body, string pointer) =>
        Expect.Refusal(body, "SM1006", pointer, "The name of a member is not valid text");

    [Theory]
    [InlineData("""{"id":"a","\ud800":1}""", "")]
    [InlineData("""{"to":{"email":"a","\udc00":1}}""", "/to")]
    [InlineData("""{"to":{},"message":{"type":"text","\u0000":1}}""", "/message")]
    public void Read_LaterMemberNameInvalid_PointsToItsObject(string body, string pointer) =>
        Expect.Refusal(body, "SM1006", pointer, "The name of a member is not valid text");

    [Fact]
    public void Read_BytesOfANameNotUtf8_IsRefused() =>
        Expect.Refusal([.. "{\"to\":{\""u8, 0xFF, .. "\":1}}"u8], "SM1006", "/to", Remedy);

    [Theory]
    [InlineData("\\ud83d\\ude00")]
    [InlineData("\\uffff")]
    [InlineData("\\u0001")]
    [InlineData("\\ufeff")]
    [InlineData("\\u202e")]
    public void Read_OtherCharacters_IsAccepted(string text) => Expect.Request(Body.With($"\"id\":\"{text}\""));

    [Fact]
    public void Read_InvalidText_IsNotRepeatedInTheProblem()
    {
        var body = Encoding.UTF8.GetBytes("""{"message":{"type":"text","text":"secret\u0000"}}""");

        var problem = RequestReader.Read(body, out _);

        Assert.DoesNotContain("secret", problem!.Detail, StringComparison.Ordinal);
    }
}
