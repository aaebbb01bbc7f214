namespace ServerlessMessaging.Tests.Contract.Reading;

public sealed class UnknownMemberTests
{
    [Theory]
    [InlineData("subject")]
    [InlineData("Id")]
    [InlineData("ID")]
    [InlineData("replyto")]
    [InlineData("schema")]
    [InlineData("id ")]
    public void Read_UnknownMemberOfTheRoot_IsRefused(string name) => Expect.Refusal(
        Body.With($"\"{name}\":1"), "SM1002", $"/{name}", "Known: $schema, expiresAt, id, message, notify, replyTo, sendAt, to.");

    [Fact]
    public void Read_UnknownMemberThatIsNull_IsRefused() => Expect.Refusal(Body.With("\"subject\":null"), "SM1002", "/subject", "no such member");

    [Theory]
    [InlineData("""{"phone":"+49"}""", "/to/phone", "Known: botSession, channelId, conversation, customer, email, userId.")]
    [InlineData("""{"conversation":{"id":"c","name":1}}""", "/to/conversation/name", "Known: channelId, id, providerId.")]
    [InlineData("""{"customer":{"id":"c","name":1}}""", "/to/customer/name", "Known: id, integrationId, useExistingActiveConversation.")]
    [InlineData("""{"botSession":{"botId":"c","name":1}}""", "/to/botSession/name", "Known: botId, botSessionId, botVersion, languageCode.")]
    [InlineData("""{"email":"a@example.com","$schema":"x"}""", "/to/$schema", "Known: ")]
    public void Read_UnknownMemberOfARecipient_IsRefused(string to, string pointer, string known) =>
        Expect.Refusal(Body.To(to), "SM1002", pointer, known);

    [Theory]
    [InlineData("""{"type":"text","text":"a","title":"b"}""", "/message/title", "Known: text, type.")]
    [InlineData("""{"type":"text","text":"a","$schema":"b"}""", "/message/$schema", "Known: text, type.")]
    [InlineData("""{"type":"card","title":"a","text":"b"}""", "/message/text", "Known: actions, cardType, image, subtitle, title, type.")]
    [InlineData("""{"type":"card","title":"a","image":{"href":"b"}}""", "/message/image/href", "Known: altText, url.")]
    [InlineData("""{"type":"quickReplies","text":"a","buttons":[]}""", "/message/buttons", "Known: replies, text, type.")]
    [InlineData("""{"type":"quickReplies","text":"a","replies":[{"text":"a"},{"payload":"b"}]}""", "/message/replies/1/payload", "Known: text, value.")]
    [InlineData("""{"type":"carousel","title":"a"}""", "/message/title", "Known: cards, type.")]
    [InlineData("""{"type":"carousel","cards":[{"title":"a"},{"text":"b"}]}""", "/message/cards/1/text", "Known: actions, cardType, image, subtitle, title, type.")]
    public void Read_UnknownMemberOfAMessage_IsRefused(string message, string pointer, string known) =>
        Expect.Refusal(Body.Message(message), "SM1002", pointer, known);

    [Theory]
    [InlineData("""{"type":"postBack","title":"a","url":"b"}""", "/message/actions/0/url", "Known: payload, title, type.")]
    [InlineData("""{"type":"imBack","title":"a","text":"b"}""", "/message/actions/0/text", "Known: payload, title, type.")]
    [InlineData("""{"type":"openUrl","title":"a","payload":"b"}""", "/message/actions/0/payload", "Known: title, type, url.")]
    public void Read_UnknownMemberOfAnAction_IsRefused(string action, string pointer, string known) =>
        Expect.Refusal(Body.Actions(action), "SM1002", pointer, known);

    [Theory]
    [InlineData("a/b", "/a~1b")]
    [InlineData("a~b", "/a~0b")]
    [InlineData("~1", "/~01")]
    [InlineData("/~", "/~1~0")]
    [InlineData("", "/")]
    [InlineData(" \\\" ", "/ \" ")]
    [InlineData("\\ud83d\\ude00", "/😀")]
    public void Read_UnknownMemberOfSpecialCharacters_EscapesThePointer(string name, string pointer) =>
        Expect.Refusal(Body.With($"\"{name}\":1"), "SM1002", pointer, "no such member");
}
