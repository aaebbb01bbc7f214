namespace ServerlessMessaging.Tests.Contract.Rules;

public sealed class RecipientRulesTests
{
    private static readonly string[] NamesThatBreakAPath =
        [".", "..", "a/b", "../a", "a\\b", "a b", "a\t", "\u00a0", "a\n", "a\u0001", "a\u007f", "\u2028", "a\u200b", "\u202ea", "a\ufeff", "a\u00ad", "\u3164", "a\U000e0041"];

    [Theory]
    [InlineData("""{"email":"recipient@example.com"}""")]
    [InlineData("""{"userId":"01234567-89ab-cdef-0123-456789abcdef"}""")]
    [InlineData("""{"channelId":"user:01234567-89ab-cdef-0123-456789abcdef"}""")]
    [InlineData("""{"conversation":{"id":"c-1","channelId":"ch-1","providerId":"messenger"}}""")]
    [InlineData("""{"customer":{"id":"+4915112345678","integrationId":"in-1"}}""")]
    [InlineData("""{"botSession":{"botId":"b-1","botVersion":"1.0","botSessionId":"s-1","languageCode":"en-us"}}""")]
    public void Check_EachRecipient_IsAccepted(string to) => Expect.Valid(Body.To(to));

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"email":null}""")]
    public void Check_EmptyRecipient_IsRefused(string to) => Expect.Broken(
        Body.To(to), "SM1105", "/to", "Name one recipient: email, userId, channelId, conversation, customer or botSession.");

    [Fact]
    public void Check_NoRecipient_IsRefused() =>
        Expect.Broken("""{"message":{"type":"text","text":"t"}}""", "SM1105", "/to", "Name one recipient");

    [Fact]
    public void Check_TwoRecipients_IsRefused() => Expect.Broken(
        Body.To("""{"userId":"u-1","email":"a@example.com"}"""), "SM1105", "/to", "Keep one of email, userId; send one request per recipient.");

    [Fact]
    public void Check_ChannelAndConversation_IsRefused() => Expect.Broken(
        Body.To("""{"conversation":{"id":"c","channelId":"ch","providerId":"line"},"channelId":"user:u-1"}"""), "SM1105", "/to", "Keep one of channelId, conversation;");

    [Theory]
    [InlineData("a@example.com")]
    [InlineData("First.Last+tag@sub.example.com")]
    [InlineData("A@EXAMPLE.COM")]
    [InlineData("o'neil@example.com")]
    [InlineData("jürgen@bücher.example")]
    public void Check_Email_IsAccepted(string email) => Expect.Valid(Body.To(Body.Fill("""{"email":§}""", email)));

    [Theory]
    [InlineData(" ")]
    [InlineData("a")]
    [InlineData("a@")]
    [InlineData("@example.com")]
    [InlineData("a@b@example.com")]
    [InlineData(" a@example.com")]
    [InlineData("a@example.com ")]
    [InlineData("a@example.com\n")]
    [InlineData("a@exa mple.com")]
    [InlineData("Name <a@example.com>")]
    [InlineData("<a@example.com>")]
    [InlineData("a@example.com,b@example.com")]
    [InlineData("a@example.com;b@example.com")]
    [InlineData("a\u0001@example.com")]
    [InlineData("\u200ba@example.com")]
    [InlineData("a@example.com\u200b")]
    [InlineData("a@exam\u00adple.com")]
    [InlineData("a\u200d@example.com")]
    [InlineData("\u202ea@example.com")]
    [InlineData("\ufeffa@example.com")]
    [InlineData("a\u3164@example.com")]
    [InlineData("a@example.com\u00a0")]
    [InlineData("\"a b\"@example.com")]
    public void Check_NotAnEmail_IsRefused(string email) => Expect.Broken(
        Body.To(Body.Fill("""{"email":§}""", email)), "SM1106", "/to/email", "Give a bare email address, such as name@example.com. It holds no spaces or invisible characters.");

    [Fact]
    public void Check_EmailOf256Characters_IsAccepted() => Expect.Valid(Body.To($$"""{"email":"{{new string('a', 244)}}@example.com"}"""));

    [Fact]
    public void Check_EmailOf257Characters_IsRefused() =>
        Expect.Broken(Body.To($$"""{"email":"{{new string('a', 245)}}@example.com"}"""), "SM1106", "/to/email", "bare email address");

    [Theory]
    [InlineData("email")]
    [InlineData("channelId")]
    public void Check_EmptyEmailOrChannel_IsRefused(string member) =>
        Expect.Broken(Body.To($$"""{"{{member}}":""}"""), "SM1101", $"/to/{member}", "is required");

    [Theory]
    [InlineData("user:")]
    [InlineData("u-1")]
    [InlineData("User:u-1")]
    [InlineData("queue:u-1")]
    [InlineData(" user:u-1")]
    [InlineData("user:..")]
    [InlineData("user:.")]
    [InlineData("user:a/b")]
    [InlineData("user:a b")]
    [InlineData("user:a\u200b")]
    public void Check_NotAChannel_IsRefused(string channel) => Expect.Broken(
        Body.To(Body.Fill("""{"channelId":§}""", channel)), "SM1106", "/to/channelId", "A channel id is 'user:' followed by the id of a user.");

    /// <summary>Every name of a recipient: pointer and template of the recipient.</summary>
    public static TheoryData<string, string> Names { get; } = new()
    {
        { "/to/userId", """{"userId":§}""" },
        { "/to/conversation/id", """{"conversation":{"id":§,"channelId":"ch","providerId":"line"}}""" },
        { "/to/conversation/channelId", """{"conversation":{"id":"c","channelId":§,"providerId":"line"}}""" },
        { "/to/conversation/providerId", """{"conversation":{"id":"c","channelId":"ch","providerId":§}}""" },
        { "/to/customer/id", """{"customer":{"id":§,"integrationId":"i"}}""" },
        { "/to/customer/integrationId", """{"customer":{"id":"c","integrationId":§}}""" },
        { "/to/botSession/botId", """{"botSession":{"botId":§,"botVersion":"1","botSessionId":"s","languageCode":"en"}}""" },
        { "/to/botSession/botVersion", """{"botSession":{"botId":"b","botVersion":§,"botSessionId":"s","languageCode":"en"}}""" },
        { "/to/botSession/botSessionId", """{"botSession":{"botId":"b","botVersion":"1","botSessionId":§,"languageCode":"en"}}""" },
        { "/to/botSession/languageCode", """{"botSession":{"botId":"b","botVersion":"1","botSessionId":"s","languageCode":§}}""" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Check_EmptyName_IsRefused(string pointer, string template) => Expect.Broken(
        Body.To(Body.Fill(template, "")), "SM1101", pointer, $"'{pointer[(pointer.LastIndexOf('/') + 1)..]}' is required");

    [Theory]
    [MemberData(nameof(Names))]
    public void Check_NameThatBreaksAPath_IsRefused(string pointer, string template) => Assert.All(
        NamesThatBreakAPath, name => Expect.Broken(Body.To(Body.Fill(template, name)), "SM1106", pointer, "without spaces, slashes, control or invisible characters"));

    [Theory]
    [MemberData(nameof(Names))]
    public void Check_Name_IsLimitedTo256Characters(string pointer, string template)
    {
        Expect.Valid(Body.To(Body.Fill(template, new string('a', 256))));
        Expect.Broken(Body.To(Body.Fill(template, new string('a', 257))), "SM1106", pointer, "At most 256 characters");
    }

    [Fact]
    public void Check_SeveralMissingNames_ReportsEach() => Assert.Equal(
        ["/to/botSession/botId SM1101", "/to/botSession/botVersion SM1101", "/to/botSession/botSessionId SM1101", "/to/botSession/languageCode SM1101"],
        Expect.Places(Body.To("""{"botSession":{}}""")));
}
