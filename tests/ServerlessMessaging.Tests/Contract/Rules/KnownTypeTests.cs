namespace ServerlessMessaging.Tests.Contract.Rules;

public sealed class KnownTypeTests
{
    [Theory]
    [InlineData("video")]
    [InlineData("Card")]
    [InlineData("text ")]
    public void Check_UnknownMessageType_ListsKnownTypes(string type) => Expect.Broken(
        Body.Message(Body.Fill("""{"type":§,"text":"t"}""", type)), "SM1102", "/message/type", "Known types: text, card, quickReplies, carousel.");

    [Theory]
    [InlineData("call")]
    [InlineData("postback")]
    public void Check_UnknownActionType_ListsKnownTypes(string type) => Expect.Broken(
        Body.Actions(Body.Fill("""{"type":§,"title":"t"}""", type)), "SM1103", "/message/actions/0/type", "Known types: postBack, imBack, openUrl.");

    [Theory]
    [InlineData("fancy")]
    [InlineData("Basic")]
    [InlineData("")]
    public void Check_UnknownCardType_IsRefused(string type) => Expect.Broken(
        Body.Card(Body.Fill("\"cardType\":§", type)), "SM1104", "/message/cardType", "Leave cardType out.");

    [Fact]
    public void Check_UnknownCardTypeInACarousel_IsRefused() => Expect.Broken(
        Body.Message("""{"type":"carousel","cards":[{"title":"t"},{"title":"t","cardType":"fancy"}]}"""), "SM1104", "/message/cards/1/cardType", "'basic' only");

    [Fact]
    public void Check_CardTypeBasic_IsAccepted() => Expect.Valid(Body.Card("\"cardType\":\"basic\""));

    [Theory]
    [InlineData("""{"text":"t"}""")]
    [InlineData("""{"type":"","text":"t"}""")]
    public void Check_MessageWithoutType_IsRefused(string message) =>
        Expect.Broken(Body.Message(message), "SM1101", "/message/type", "'type' is required");

    [Fact]
    public void Check_ActionWithoutType_IsRefused() =>
        Expect.Broken(Body.Actions("""{"title":"t","payload":"p"}"""), "SM1101", "/message/actions/0/type", "'type' is required");

    [Theory]
    [InlineData("""{"to":{"userId":"u-1"}}""")]
    [InlineData("""{"to":{"userId":"u-1"},"message":null}""")]
    public void Check_NoMessage_IsRefused(string body) =>
        Assert.Equal("SM1101", Assert.Single(Expect.Errors(body)).Code);

    [Theory]
    [InlineData("""{"type":"text","text":"t"}""")]
    [InlineData("""{"type":"card","title":"t"}""")]
    [InlineData("""{"type":"quickReplies","text":"t","replies":[{"text":"t","value":"v"}]}""")]
    [InlineData("""{"type":"carousel","cards":[{"title":"t"}]}""")]
    public void Check_EveryMessageType_IsAccepted(string message) => Expect.Valid(Body.Message(message));

    [Theory]
    [InlineData("""{"type":"postBack","title":"t","payload":"p"}""")]
    [InlineData("""{"type":"imBack","title":"t","payload":"p"}""")]
    [InlineData("""{"type":"openUrl","title":"t","url":"https://example.com/"}""")]
    public void Check_EveryActionType_IsAccepted(string action) => Expect.Valid(Body.Actions(action));
}
