namespace ServerlessMessaging.Tests.Contract.Rules;

public sealed class RequiredTests
{
    public static TheoryData<string, string> Texts { get; } = new()
    {
        { "/message/text", """{"type":"text","text":§}""" },
        { "/message/title", """{"type":"card","title":§}""" },
        { "/message/image/url", """{"type":"card","title":"t","image":{"url":§}}""" },
        { "/message/actions/0/title", """{"type":"card","title":"t","actions":[{"type":"postBack","title":§,"payload":"p"}]}""" },
        { "/message/actions/0/payload", """{"type":"card","title":"t","actions":[{"type":"imBack","title":"t","payload":§}]}""" },
        { "/message/actions/0/url", """{"type":"card","title":"t","actions":[{"type":"openUrl","title":"t","url":§}]}""" },
        { "/message/text", """{"type":"quickReplies","text":§,"replies":[{"text":"t","value":"v"}]}""" },
        { "/message/replies/0/text", """{"type":"quickReplies","text":"t","replies":[{"text":§,"value":"v"}]}""" },
        { "/message/cards/0/title", """{"type":"carousel","cards":[{"title":§}]}""" },
    };

    public static TheoryData<string, string> Payloads { get; } = new()
    {
        { "/message/actions/0/payload", """{"type":"card","title":"t","actions":[{"type":"postBack","title":"t","payload":§}]}""" },
        { "/message/replies/0/value", """{"type":"quickReplies","text":"t","replies":[{"text":"t","value":§}]}""" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    [MemberData(nameof(Payloads))]
    public void Check_RequiredTextIsNull_IsRefused(string pointer, string template) =>
        AssertMissing(template.Replace(Body.Placeholder, "null", StringComparison.Ordinal), pointer);

    [Theory]
    [MemberData(nameof(Texts))]
    [MemberData(nameof(Payloads))]
    public void Check_RequiredTextIsEmpty_IsRefused(string pointer, string template) => AssertMissing(Body.Fill(template, ""), pointer);

    [Theory]
    [MemberData(nameof(Texts))]
    public void Check_RequiredTextIsWhiteSpace_IsRefused(string pointer, string template) => AssertMissing(Body.Fill(template, " \t\n\u00a0\u2003"), pointer);

    // Joiners, marks of direction, a soft hyphen, the byte order mark, fillers, a blank Braille pattern, selectors, tags.
    [Theory]
    [MemberData(nameof(Texts))]
    public void Check_RequiredTextIsInvisible_IsRefused(string pointer, string template) => Assert.All(
        ["\u200b", "\u200d\u2060", "\u200e\u200f\u061c", "\u202a\u202c", "\u2066\u2069", "\u00ad", "\ufeff", "\u0001", "\u034f", "\u115f\u1160", "\u17b4", "\u180e", "\u2800", "\u3164", "\uffa0", "\ufe0f", "\U000e0020\U000e007f", "\U000e0100", " \u200b\n"],
        text => AssertMissing(Body.Fill(template, text), pointer));

    [Theory]
    [InlineData("☎\ufe0f")]
    [InlineData("\u200fשלום")]
    [InlineData("\u202eabc\u202c")]
    [InlineData("👨\u200d👩\u200d👧")]
    [InlineData("\u200b.")]
    public void Check_TextWithInvisibleCharacters_IsAccepted(string text) => Expect.Valid(Body.Message(Body.Fill("""{"type":"text","text":§}""", text)));

    [Theory]
    [InlineData("""{"type":"card","title":"t","actions":[{"type":"postBack","title":"t","payload":" "}]}""")]
    [InlineData("""{"type":"quickReplies","text":"t","replies":[{"text":"t","value":" "}]}""")]
    public void Check_PayloadOfWhiteSpace_IsAccepted(string message) => Expect.Valid(Body.Message(message));

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("false")]
    [InlineData("0")]
    public void Check_EmptyJsonPayload_IsAccepted(string payload) => Expect.Valid(Body.Payload(payload));

    [Fact]
    public void Check_EmptySubtitleAndAltText_IsAccepted() =>
        Expect.Valid(Body.Card("""
            "subtitle":"","image":{"url":"https://example.com/","altText":""}
            """));

    private static void AssertMissing(string message, string pointer) => Expect.Broken(
        Body.Message(message), "SM1101", pointer, $"'{pointer[(pointer.LastIndexOf('/') + 1)..]}' is required and must not be empty.");
}
