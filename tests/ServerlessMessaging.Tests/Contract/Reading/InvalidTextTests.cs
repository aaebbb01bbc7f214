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
    public void Refuses_half_of_a_surrogate_pair(string text) =>
        Expect.Refusal(Body.With($"\"id\":\"{text}\""), "SM1006", "/id", "The string is not valid text");

    [Fact]
    public void Says_what_to_send_instead() => Expect.Refusal(Body.With("\"id\":\"\\ud800\""), "SM1006", "/id", Remedy);

    [Fact]
    public void Refuses_NUL() => Expect.Refusal(Body.With("\"id\":\"a\\u0000\""), "SM1006", "/id", Remedy);

    [Theory]
    [InlineData("""{"a":[1,"\ud800"]}""", "/message/actions/0/payload/a/1")]
    [InlineData("\"\\u0000\"", "/message/actions/0/payload")]
    public void Refuses_invalid_text_inside_a_payload(string payload, string pointer) =>
        Expect.Refusal(Body.Payload(payload), "SM1006", pointer, Remedy);

    [Theory]
    [InlineData("""{"$schema":"\ud800"}""", "/$schema")]
    [InlineData("""{"message":{"type":"unknown","x":"\u0000"}}""", "/message/x")]
    public void Refuses_invalid_text_that_nobody_reads(string body, string pointer) =>
        Expect.Refusal(body, "SM1006", pointer, Remedy);

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0x80 })]
    [InlineData(new byte[] { 0xC3 })]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    [InlineData(new byte[] { 0xE2, 0x82 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 })]
    public void Refuses_bytes_that_are_not_UTF_8(byte[] bytes) =>
        Expect.Refusal([.. "{\"id\":\""u8, .. bytes, .. "\"}"u8], "SM1006", "/id", Remedy);

    [Theory]
    [InlineData("""{"\ud800":1}""", "")]
    [InlineData("""{"\u0000":1}""", "")]
    [InlineData("""{"to":{"\udc00":1}}""", "/to")]
    [InlineData("""{"message":{"actions":[{},{"\ud800":1}]}}""", "/message/actions/1")]
    public void Names_the_object_whose_first_members_name_is_no_text(string body, string pointer) =>
        Expect.Refusal(body, "SM1006", pointer, "The name of a member is not valid text");

    [Theory]
    [InlineData("""{"id":"a","\ud800":1}""", "")]
    [InlineData("""{"to":{"email":"a","\udc00":1}}""", "/to")]
    [InlineData("""{"to":{},"message":{"type":"text","\u0000":1}}""", "/message")]
    public void Names_the_object_whose_later_members_name_is_no_text(string body, string pointer) =>
        Expect.Refusal(body, "SM1006", pointer, "The name of a member is not valid text");

    [Fact]
    public void Refuses_bytes_in_a_name_that_are_not_UTF_8() =>
        Expect.Refusal([.. "{\"to\":{\""u8, 0xFF, .. "\":1}}"u8], "SM1006", "/to", Remedy);

    [Theory]
    [InlineData("\\ud83d\\ude00")]
    [InlineData("\\uffff")]
    [InlineData("\\u0001")]
    [InlineData("\\ufeff")]
    [InlineData("\\u202e")]
    public void Accepts_every_other_character(string text) => Expect.Request(Body.With($"\"id\":\"{text}\""));

    [Fact]
    public void Does_not_repeat_the_text_that_is_invalid()
    {
        var body = Encoding.UTF8.GetBytes("""{"message":{"type":"text","text":"secret\u0000"}}""");

        var problem = RequestReader.Read(body, out _);

        Assert.DoesNotContain("secret", problem!.Detail, StringComparison.Ordinal);
    }
}
