namespace ServerlessMessaging.Tests.Contract.Reading;

public sealed class WrongTypeTests
{
    [Theory]
    [InlineData("null", "null")]
    [InlineData("true", "true or false")]
    [InlineData("5", "a number")]
    [InlineData("\"text\"", "a string")]
    [InlineData("[]", "an array")]
    public void Read_RootNotAnObject_IsRefused(string body, string found) =>
        Expect.Refusal(body, "SM1004", "", $"Expected an object, found {found}.");

    [Theory]
    [InlineData("5", "a number")]
    [InlineData("true", "true or false")]
    [InlineData("{}", "an object")]
    [InlineData("[]", "an array")]
    public void Read_NotAString_IsRefused(string value, string found) =>
        Expect.Refusal(Body.With($"\"id\":{value}"), "SM1004", "/id", $"Expected a string, found {found}.");

    [Theory]
    [InlineData("1", "a number")]
    [InlineData("\"true\"", "a string")]
    [InlineData("[true]", "an array")]
    [InlineData("{}", "an object")]
    public void Read_NotABoolean_IsRefused(string value, string found) =>
        Expect.Refusal(Body.With($"\"notify\":{value}"), "SM1004", "/notify", $"Expected true or false, found {found}.");

    [Theory]
    [InlineData("{}", "an object")]
    [InlineData("\"a\"", "a string")]
    [InlineData("1", "a number")]
    [InlineData("false", "true or false")]
    public void Read_NotAnArray_IsRefused(string value, string found) =>
        Expect.Refusal(Body.Card($"\"actions\":{value}"), "SM1004", "/message/actions", $"Expected an array, found {found}.");

    [Theory]
    [InlineData("[]", "an array")]
    [InlineData("\"a@example.com\"", "a string")]
    [InlineData("1", "a number")]
    [InlineData("false", "true or false")]
    public void Read_NotAnObject_IsRefused(string value, string found) =>
        Expect.Refusal(Body.To(value), "SM1004", "/to", $"Expected an object, found {found}.");

    [Fact]
    public void Read_WrongTypeInTheRoot_IsRefused() =>
        Expect.Refusal(Body.With("\"replyTo\":1"), "SM1004", "/replyTo", "Expected a string, found a number.");

    [Theory]
    [InlineData("""{"email":1}""", "/to/email", "a string")]
    [InlineData("""{"userId":1}""", "/to/userId", "a string")]
    [InlineData("""{"channelId":1}""", "/to/channelId", "a string")]
    [InlineData("""{"conversation":1}""", "/to/conversation", "an object")]
    [InlineData("""{"conversation":{"id":1}}""", "/to/conversation/id", "a string")]
    [InlineData("""{"conversation":{"channelId":1}}""", "/to/conversation/channelId", "a string")]
    [InlineData("""{"conversation":{"providerId":1}}""", "/to/conversation/providerId", "a string")]
    [InlineData("""{"customer":1}""", "/to/customer", "an object")]
    [InlineData("""{"customer":{"id":1}}""", "/to/customer/id", "a string")]
    [InlineData("""{"customer":{"integrationId":1}}""", "/to/customer/integrationId", "a string")]
    [InlineData("""{"customer":{"useExistingActiveConversation":1}}""", "/to/customer/useExistingActiveConversation", "true or false")]
    [InlineData("""{"botSession":1}""", "/to/botSession", "an object")]
    [InlineData("""{"botSession":{"botId":1}}""", "/to/botSession/botId", "a string")]
    [InlineData("""{"botSession":{"botVersion":1}}""", "/to/botSession/botVersion", "a string")]
    [InlineData("""{"botSession":{"botSessionId":1}}""", "/to/botSession/botSessionId", "a string")]
    [InlineData("""{"botSession":{"languageCode":1}}""", "/to/botSession/languageCode", "a string")]
    public void Read_WrongTypeInARecipient_IsRefused(string to, string pointer, string expected) =>
        Expect.Refusal(Body.To(to), "SM1004", pointer, $"Expected {expected}, found a number.");

    [Theory]
    [InlineData("1", "/message", "an object")]
    [InlineData("""{"type":1}""", "/message/type", "a string")]
    [InlineData("""{"type":"text","text":1}""", "/message/text", "a string")]
    [InlineData("""{"type":"card","title":1}""", "/message/title", "a string")]
    [InlineData("""{"type":"card","subtitle":1}""", "/message/subtitle", "a string")]
    [InlineData("""{"type":"card","cardType":1}""", "/message/cardType", "a string")]
    [InlineData("""{"type":"card","image":1}""", "/message/image", "an object")]
    [InlineData("""{"type":"card","image":{"url":1}}""", "/message/image/url", "a string")]
    [InlineData("""{"type":"card","image":{"altText":1}}""", "/message/image/altText", "a string")]
    [InlineData("""{"type":"card","actions":1}""", "/message/actions", "an array")]
    [InlineData("""{"type":"quickReplies","text":1}""", "/message/text", "a string")]
    [InlineData("""{"type":"quickReplies","replies":1}""", "/message/replies", "an array")]
    [InlineData("""{"type":"quickReplies","replies":[{},1]}""", "/message/replies/1", "an object")]
    [InlineData("""{"type":"quickReplies","replies":[{"text":1}]}""", "/message/replies/0/text", "a string")]
    [InlineData("""{"type":"quickReplies","replies":[{"value":1}]}""", "/message/replies/0/value", "a string")]
    [InlineData("""{"type":"carousel","cards":1}""", "/message/cards", "an array")]
    [InlineData("""{"type":"carousel","cards":[1]}""", "/message/cards/0", "an object")]
    [InlineData("""{"type":"carousel","cards":[{"title":1}]}""", "/message/cards/0/title", "a string")]
    [InlineData("""{"type":"carousel","cards":[{"type":1}]}""", "/message/cards/0/type", "a string")]
    public void Read_WrongTypeInAMessage_IsRefused(string message, string pointer, string expected) =>
        Expect.Refusal(Body.Message(message), "SM1004", pointer, $"Expected {expected}, found a number.");

    [Theory]
    [InlineData("1", "/message/actions/0", "an object")]
    [InlineData("""{"type":1}""", "/message/actions/0/type", "a string")]
    [InlineData("""{"type":"postBack","title":1}""", "/message/actions/0/title", "a string")]
    [InlineData("""{"type":"imBack","payload":1}""", "/message/actions/0/payload", "a string")]
    [InlineData("""{"type":"openUrl","url":1}""", "/message/actions/0/url", "a string")]
    public void Read_WrongTypeInAnAction_IsRefused(string action, string pointer, string expected) =>
        Expect.Refusal(Body.Actions(action), "SM1004", pointer, $"Expected {expected}, found a number.");

    [Fact]
    public void Read_NullAsAnItem_IsRefused() =>
        Expect.Refusal(Body.Actions("null"), "SM1004", "/message/actions/0", "Expected an object, found null.");

    [Fact]
    public void Read_CarouselOfTexts_IsRefused() => Expect.Refusal(
        Body.Message("""{"type":"carousel","cards":[{"type":"text","title":"a"}]}"""), "SM1004", "/message/cards/0/type", "Only 'card' is allowed here.");
}
