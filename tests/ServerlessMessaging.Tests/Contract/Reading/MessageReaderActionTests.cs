using ServerlessMessaging.Contract;

namespace ServerlessMessaging.Tests.Contract.Reading;

public sealed class MessageReaderActionTests
{
    [Fact]
    public void Reads_a_postBack() =>
        Assert.Equal(new PostBackAction("Approve", "yes"), Read("""{"type":"postBack","title":"Approve","payload":"yes"}"""));

    [Fact]
    public void Reads_an_imBack() =>
        Assert.Equal(new ImBackAction("Reject", "I reject."), Read("""{"type":"imBack","title":"Reject","payload":"I reject."}"""));

    [Fact]
    public void Reads_an_openUrl() =>
        Assert.Equal(new OpenUrlAction("View", "https://example.com/1"), Read("""{"type":"openUrl","title":"View","url":"https://example.com/1"}"""));

    [Theory]
    [InlineData("""{"type":"call","title":"Ring","number":{"country":49}}""", "Ring", "call")]
    [InlineData("""{"type":"postback","title":"Approve","payload":"yes"}""", "Approve", "postback")]
    [InlineData("""{"title":"Approve","payload":"yes"}""", "Approve", "")]
    [InlineData("{}", "", "")]
    public void Leaves_an_unknown_type_to_the_rules(string action, string title, string type) =>
        Assert.Equal(new UnknownAction(title, type), Read(action));

    [Theory]
    [InlineData("""{"type":"postBack"}""")]
    [InlineData("""{"type":"postBack","title":null,"payload":null}""")]
    public void Reads_what_is_missing_in_a_postBack_as_empty(string action) =>
        Assert.Equal(new PostBackAction(string.Empty, string.Empty), Read(action));

    [Fact]
    public void Reads_what_is_missing_in_an_imBack_as_empty() =>
        Assert.Equal(new ImBackAction(string.Empty, string.Empty), Read("""{"type":"imBack","payload":null}"""));

    [Fact]
    public void Reads_what_is_missing_in_an_openUrl_as_empty() =>
        Assert.Equal(new OpenUrlAction(string.Empty, string.Empty), Read("""{"type":"openUrl","url":null}"""));

    [Theory]
    [InlineData("\"plain\"", "plain")]
    [InlineData("""
        "{\"a\": 1}"
        """, """{"a": 1}""")]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("0", "0")]
    [InlineData("{}", "{}")]
    [InlineData("[ ]", "[]")]
    [InlineData("[ 1, null , \"a\" ]", """[1,null,"a"]""")]
    public void Reads_a_payload_of_any_JSON_type(string payload, string text) => Assert.Equal(text, ReadPayload(payload));

    [Fact]
    public void Keeps_the_order_of_a_payloads_members() =>
        Assert.Equal("""{"z":1,"a":{"y":2,"b":3},"m":null}""", ReadPayload("""{ "z" : 1, "a" : { "y":2 , "b":3 }, "m":null }"""));

    [Theory]
    [InlineData("123456789012345678901234567890")]
    [InlineData("1.10")]
    [InlineData("1e400")]
    [InlineData("1E+2")]
    [InlineData("-0")]
    [InlineData("0.1000000000000000055511151231257827")]
    public void Keeps_a_number_of_a_payload_verbatim(string number) =>
        Assert.Equal($"[{number}]", ReadPayload($"[{number}]"));

    [Fact]
    public void Escapes_in_a_payload_what_JSON_demands() =>
        Assert.Equal("""{"k":"\"\\\n"}""", ReadPayload("""{"k":"\u0022\u005c\u000a"}"""));

    [Theory]
    [InlineData("""["\u003c\u003e\u0026\u0027\u002b\u002f"]""", """["<>&'+/"]""")]
    [InlineData("""["\u00e9\u05d0\u4e2d"]""", """["éא中"]""")]
    public void Leaves_in_a_payload_unescaped_what_JSON_allows(string payload, string text) => Assert.Equal(text, ReadPayload(payload));

    // The relaxed encoder leaves the basic plane alone, but writes everything beyond it as two escapes.
    [Fact]
    public void Writes_an_emoji_in_a_JSON_payload_as_the_relaxed_encoder_does() =>
        Assert.Equal("""{"e":"\uD83D\uDE00"}""", ReadPayload("""{"e":"😀"}"""));

    [Fact]
    public void Keeps_an_emoji_in_a_payload_that_is_a_string() => Assert.Equal("😀", ReadPayload("\"😀\""));

    [Fact]
    public void Allows_members_of_any_name_in_a_payload() =>
        Assert.Equal("""{"type":5,"":{"~/":[]},"$schema":1}""", ReadPayload("""{"type":5,"":{"~/":[]},"$schema":1}"""));

    private static string ReadPayload(string payload)
    {
        var card = Assert.IsType<Card>(Expect.Request(Body.Payload(payload)).Message);
        return Assert.IsType<PostBackAction>(Assert.Single(card.Actions)).Payload;
    }

    private static CardAction Read(string action) =>
        Assert.Single(Assert.IsType<Card>(Expect.Request(Body.Actions(action)).Message).Actions);
}
