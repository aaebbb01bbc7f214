namespace ServerlessMessaging.Tests.Contract.Rules;

/// <summary>Lengths are UTF-16 code units, so one visible character may cost several.</summary>
public sealed class UnicodeLengthTests
{
    private const string Title = """{"type":"card","title":§}""";

    // Emoji, a family joined by zero-width joiners, a flag, a combining mark, right-to-left text, direction marks, characters of three bytes.
    [Theory]
    [InlineData("😀", 100, "")]
    [InlineData("👨\u200d👩\u200d👧\u200d👦", 18, "ab")]
    [InlineData("🇩🇪", 50, "")]
    [InlineData("e\u0301", 100, "")]
    [InlineData("א", 200, "")]
    [InlineData("\u202eש\u202cש", 50, "")]
    [InlineData("中", 200, "")]
    [Trait("Fault", "F18")]
    public void Check_Title_CountsUtf16CodeUnits(string character, int count, string rest)
    {
        var title = string.Concat(Enumerable.Repeat(character, count)) + rest;

        Assert.Equal(200, title.Length);
        Expect.Valid(Body.Message(Body.Fill(Title, title)));
        Expect.Broken(Body.Message(Body.Fill(Title, title + "a")), "SM1109", "/message/title", "found 201. Shorten it by 1.");
    }

    [Fact]
    [Trait("Fault", "F18")]
    public void Check_EscapedEmoji_CountsTwoUnits()
    {
        var title = string.Concat(Enumerable.Repeat("\\ud83d\\ude00", 100));

        Expect.Valid(Body.Message($$"""{"type":"card","title":"{{title}}"}"""));
        Expect.Broken(Body.Message($$"""{"type":"card","title":"{{title}}\n"}"""), "SM1109", "/message/title", "found 201");
    }

    [Fact]
    [Trait("Fault", "F18")]
    public void Check_EmojiInAStringPayload_CountsTwoUnits()
    {
        var payload = string.Concat(Enumerable.Repeat("😀", 1024));

        Expect.Valid(Body.Payload(Body.Quote(payload)));
        Expect.Broken(Body.Payload(Body.Quote(payload + "a")), "SM1108", "/message/actions/0/payload", "found 2049");
    }

    [Fact]
    [Trait("Fault", "F18")]
    public void Check_EmojiInAJsonPayload_CountsTwoUnits()
    {
        var payload = string.Concat(Enumerable.Repeat("😀", 1020));

        Expect.Valid(Body.Payload($$"""{"a":"{{payload}}"}"""));
        Expect.Broken(Body.Payload($$"""{"a":"{{payload}}a"}"""), "SM1108", "/message/actions/0/payload", "found 2049");
    }
}
