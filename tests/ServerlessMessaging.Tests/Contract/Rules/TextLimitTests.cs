namespace ServerlessMessaging.Tests.Contract.Rules;

public sealed class TextLimitTests
{
    private const string Conversation = """{"conversation":{"id":"c-1","channelId":"ch-1","providerId":"line"}}""";

    /// <summary>Every text that has a limit: pointer, limit, code, template of the message.</summary>
    public static TheoryData<string, int, string, string> Limits { get; } = new()
    {
        { "/message/text", 2000, "SM1109", """{"type":"text","text":§}""" },
        { "/message/title", 200, "SM1109", """{"type":"card","title":§}""" },
        { "/message/subtitle", 2000, "SM1109", """{"type":"card","title":"t","subtitle":§}""" },
        { "/message/image/altText", 200, "SM1109", """{"type":"card","title":"t","image":{"url":"https://example.com/","altText":§}}""" },
        { "/message/actions/0/title", 80, "SM1109", """{"type":"card","title":"t","actions":[{"type":"postBack","title":§,"payload":"p"}]}""" },
        { "/message/actions/1/title", 80, "SM1109", """{"type":"card","title":"t","actions":[{"type":"imBack","title":"t","payload":"p"},{"type":"imBack","title":§,"payload":"p"}]}""" },
        { "/message/actions/0/title", 80, "SM1109", """{"type":"card","title":"t","actions":[{"type":"openUrl","title":§,"url":"https://example.com/"}]}""" },
        { "/message/actions/0/payload", 2048, "SM1108", """{"type":"card","title":"t","actions":[{"type":"postBack","title":"t","payload":§}]}""" },
        { "/message/actions/0/payload", 2000, "SM1109", """{"type":"card","title":"t","actions":[{"type":"imBack","title":"t","payload":§}]}""" },
        { "/message/text", 200, "SM1109", """{"type":"quickReplies","text":§,"replies":[{"text":"t","value":"v"}]}""" },
        { "/message/replies/0/text", 80, "SM1109", """{"type":"quickReplies","text":"t","replies":[{"text":§,"value":"v"}]}""" },
        { "/message/replies/1/value", 2048, "SM1108", """{"type":"quickReplies","text":"t","replies":[{"text":"t","value":"v"},{"text":"t","value":§}]}""" },
        { "/message/cards/1/title", 200, "SM1109", """{"type":"carousel","cards":[{"title":"t"},{"title":§}]}""" },
        { "/message/cards/0/actions/0/payload", 2048, "SM1108", """{"type":"carousel","cards":[{"title":"t","actions":[{"type":"postBack","title":"t","payload":§}]}]}""" },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public void Check_Text_IsAcceptedUpToItsLimit(string pointer, int limit, string code, string template)
    {
        Expect.Valid(Body.Message(Body.Fill(template, new string('a', limit))));
        Expect.Broken(
            Body.Message(Body.Fill(template, new string('a', limit + 1))),
            code,
            pointer,
            $"At most {limit} UTF-16 code units fit here, found {limit + 1}. Shorten it by 1.");
    }

    [Fact]
    public void Check_QuestionOf2000UnitsAsText_IsAccepted() => Expect.Valid(Question(2000));

    [Fact]
    public void Check_QuestionOf2001UnitsAsText_IsRefused() =>
        Expect.Broken(Question(2001), "SM1109", "/message/text", "Shorten it by 1.");

    [Fact]
    public void Check_JsonPayload_CountsItsCompactText()
    {
        // 2048 = the 8 characters of {"k":""} and 2040 others, whatever white space the caller sends.
        Expect.Valid(Body.Payload($$"""{ "k" : {{Body.Quote(new string('a', 2040))}} }"""));
        Expect.Broken(Body.Payload($$"""{ "k" : {{Body.Quote(new string('a', 2041))}} }"""), "SM1108", "/message/actions/0/payload", "Shorten it by 1.");
    }

    [Fact]
    public void Check_StringPayload_CountsItUnescaped() =>
        Expect.Valid(Body.Payload(Body.Quote(new string('"', 2048))));

    [Fact]
    public void Check_EscapedPayload_CountsItsCharacters() =>
        Expect.Valid(Body.Payload($"\"{string.Concat(Enumerable.Repeat("\\u0041", 2048))}\""));

    private static string Question(int length) =>
        Body.Message(Body.Fill("""{"type":"quickReplies","text":§,"replies":[{"text":"t","value":"v"}]}""", new string('a', length)), Conversation);
}
