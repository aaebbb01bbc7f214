using ServerlessMessaging.Contract;

namespace ServerlessMessaging.Tests.Contract.Reading;

public sealed class MessageReaderActionTests
{
    [Fact]
    public void Read_PostBack_ReturnsIt() =>
        Assert.Equal(new PostBackAction("Approve", "yes"), Read("""{"type":"postBack","title":"Approve","payload":"yes"}"""));

    [Fact]
    public void Read_ImBack_ReturnsIt() =>
        Assert.Equal(new ImBackAction("Reject", "I reject."), Read("""{"type":"imBack","title":"Reject","payload":"I reject."}"""));

    [Fact]
    public void Read_OpenUrl_ReturnsIt() =>
        Assert.Equal(new OpenUrlAction("View", "https://example.com/1"), Read("""{"type":"openUrl","title":"View","url":"https://example.com/1"}"""));

    [Theory]
    [InlineData("""{"type":"call","title":"Ring","number":{"country":49}}""", "Ring", "call")]
    [InlineData("""{"type":"postback","title":"Approve","payload":"yes"}""", "Approve", "postback")]
    [InlineData("""{"title":"Approve","payload":"yes"}""", "Approve", "")]
    [InlineData("{}", "", "")]
    public void Read_UnknownActionType_ReturnsAnUnknownAction(string action, string title, string type) =>
        Assert.Equal(new UnknownAction(title, type), Read(action));

    [Theory]
    [InlineData("""{"type":"postBack"}""")]
    [InlineData("""{"type":"postBack","title":null,"payload":null}""")]
    public void Read_IncompletePostBack_HasEmptyTexts(string action) =>
        Assert.Equal(new PostBackAction(string.Empty, string.Empty), Read(action));

    [Fact]
    public void Read_IncompleteImBack_HasEmptyTexts() =>
        Assert.Equal(new ImBackAction(string.Empty, string.Empty), Read("""{"type":"imBack","payload":null}"""));

    [Fact]
    public void Read_IncompleteOpenUrl_HasEmptyTexts() =>
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
    public void ReadPayload_AnyJsonType_ReturnsItsText(string payload, string text) => Assert.Equal(text, ReadPayload(payload));

    [Fact]
    public void ReadPayload_Object_KeepsTheOrderOfMembers() =>
        Assert.Equal("""{"z":1,"a":{"y":2,"b":3},"m":null}""", ReadPayload("""{ "z" : 1, "a" : { "y":2 , "b":3 }, "m":null }"""));

    [Theory]
    [InlineData("123456789012345678901234567890")]
    [InlineData("1.10")]
    [InlineData("1e400")]
    [InlineData("1E+2")]
    [InlineData("-0")]
    [InlineData("0.1000000000000000055511151231257827")]
    public void ReadPayload_Number_IsKeptVerbatim(string number) =>
        Assert.Equal($"[{number}]", ReadPayload($"[{number}]"));

    [Fact]
    public void ReadPayload_CharactersThatMustBeEscaped_AreEscaped() =>
        Assert.Equal("""{"k":"\"\\\n"}""", ReadPayload("""{"k":"\u0022\u005c\u000a"}"""));

    [Theory]
    [InlineData("""["\u003c\u003e\u0026\u0027\u002b\u002f"]""", """["<>&'+/"]""")]
    [InlineData("""["\u00e9\u05d0\u4e2d"]""", """["éא中"]""")]
    public void ReadPayload_CharactersThatMayStandAlone_AreNotEscaped(string payload, string text) => Assert.Equal(text, ReadPayload(payload));

    // The relaxed encoder leaves the basic plane alone, but writes everything beyond it as two escapes.
    [Fact]
    public void ReadPayload_EmojiInJson_IsEscaped() =>
        Assert.Equal("""{"e":"\uD83D\uDE00"}""", ReadPayload("""{"e":"😀"}"""));

    [Fact]
    public void ReadPayload_EmojiInAString_IsKept() => Assert.Equal("😀", ReadPayload("\"😀\""));

    [Fact]
    public void ReadPayload_MembersOfAnyName_AreKept() =>
        Assert.Equal("""{"type":5,"":{"~/":[]},"$schema":1}""", ReadPayload("""{"type":5,"":{"~/":[]},"$schema":1}"""));

    private static string ReadPayload(string payload)
    {
        var card = Assert.IsType<Card>(Expect.Request(Body.Payload(payload)).Message);
        return Assert.IsType<PostBackAction>(Assert.Single(card.Actions)).Payload;
    }

    private static CardAction Read(string action) =>
        Assert.Single(Assert.IsType<Card>(Expect.Request(Body.Actions(action)).Message).Actions);
}
