namespace ServerlessMessaging.Tests.Contract.Rules;

public sealed class RequestRulesTests
{
    private const string EveryMemberInvalid = """
        {
          "id": "a/b",
          "to": { "email": "not-an-email", "userId": "" },
          "message": {
            "type": "card", "title": "", "image": { "url": "ftp://example.com/logo.png" },
            "actions": [
              { "type": "call" },
              { "type": "postBack", "title": "t", "payload": "" },
              { "type": "imBack", "title": "", "payload": "" },
              { "type": "openUrl", "title": "t", "url": "logo.png" } ] },
          "replyTo": "2",
          "sendAt": "2027-01-01T00:00:00Z",
          "expiresAt": "2026-01-01T00:00:00Z"
        }
        """;

    private static readonly string[] ExpectedErrors =
    [
        "/id SM1107",
        "/to SM1105",
        "/to/email SM1106",
        "/to/userId SM1101",
        "/message/title SM1101",
        "/message/image/url SM1112",
        "/message/actions SM1110",
        "/message/actions/0/type SM1103",
        "/message/actions/1/payload SM1101",
        "/message/actions/2/title SM1101",
        "/message/actions/2/payload SM1101",
        "/message/actions/3/url SM1112",
        "/replyTo SM1107",
        "/sendAt SM3001",
        "/expiresAt SM3002",
    ];

    [Fact]
    public void Check_ValidRequest_ReportsNothing() => Expect.Valid(Body.Minimal);

    [Fact]
    public void Check_EveryMemberInvalid_ReportsAllInTheOrderOfTheContract() =>
        Assert.Equal(ExpectedErrors, Expect.Places(EveryMemberInvalid));

    [Fact]
    public void Check_InvalidCard_ReportsInTheOrderOfTheContract() => Assert.Equal(
        ["/message/subtitle SM1109", "/message/image/url SM1112", "/message/actions/0/title SM1101", "/message/cardType SM1104"],
        Expect.Places(Body.Card($$"""
            "subtitle":"{{new string('a', 2001)}}","image":{"url":"logo.png"},"actions":[{"type":"imBack","payload":"p"}],"cardType":"fancy"
            """)));

    [Fact]
    public void Check_InvalidQuickReplies_ReportsInTheOrderOfItems() => Assert.Equal(
        [
            "/message/text SM1101", "/message/replies SM1110", "/message/replies/0/text SM1101", "/message/replies/0/value SM1101",
            "/message/replies/2/value SM1101", "/message/replies/3/text SM1101",
        ],
        Expect.Places(Body.Message("""
            {"type":"quickReplies","replies":[{},{"text":"t","value":"v"},{"text":"t"},{"value":"v"}]}
            """)));

    [Fact]
    public void Check_EmptyRequest_ReportsWhatIsMissing() =>
        Assert.Equal(["SM1105", "SM1101"], Expect.Errors("{}").Select(error => error.Code));

    [Fact]
    public void Check_ThousandErrors_ReportsAHundred() =>
        Assert.Equal(100, Expect.Errors(Body.Message($$"""{"type":"quickReplies","replies":[{{string.Join(',', Enumerable.Repeat("{}", 1000))}}]}""")).Count);

    [Fact]
    public void Check_EveryError_IsASentence() =>
        Assert.All(Expect.Errors(EveryMemberInvalid), error => Assert.EndsWith(".", error.Detail, StringComparison.Ordinal));
}
