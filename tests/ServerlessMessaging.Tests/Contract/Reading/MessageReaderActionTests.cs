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

    [Theory]
    [InlineData("😀")]
    [InlineData("👨\u200d👩\u200d👧")]
    [InlineData("\u00a0\u2028\u2029\ufeff\u007f\u0085")]
    [InlineData("\ue000\u0378\ufffe")]
    public void ReadPayload_CharactersThatJsonAllows_StandForThemselves(string text)
    {
        Assert.Equal($$"""{"{{text}}":"{{text}}"}""", ReadPayload($$"""{"{{text}}":"{{text}}"}"""));
        Assert.Equal($"[\"{text}\"]", ReadPayload($"[\"{string.Concat(text.Select(unit => $"\\u{(int)unit:x4}"))}\"]"));
    }

    [Theory]
    [InlineData("""["\\u00e9","\\\\uD83D","\\\u00e9"]""", """["\\u00e9","\\\\uD83D","\\é"]""")]
    [InlineData("""["\u0000a"]""", null)]
    [InlineData("""["\u0001\u001f"]""", """["\u0001\u001F"]""")]
    public void ReadPayload_BackslashesAndControlCharacters_StayEscaped(string payload, string? text)
    {
        if (text is null)
        {
            Expect.Refusal(Body.Payload(payload), "SM1006", "/message/actions/0/payload/0", "NUL");
        }
        else
        {
            Assert.Equal(text, ReadPayload(payload));
        }
    }

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
