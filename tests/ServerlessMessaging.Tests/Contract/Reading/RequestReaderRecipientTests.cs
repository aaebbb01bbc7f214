using ServerlessMessaging.Contract;

namespace ServerlessMessaging.Tests.Contract.Reading;

public sealed class RequestReaderRecipientTests
{
    [Fact]
    public void Read_EmailUserIdOrChannel_ReturnsIt() => Assert.Equal(
        [new Recipient(Email: "a@example.com"), new Recipient(UserId: "u-1"), new Recipient(ChannelId: "user:u-1")],
        new[] { """{"email":"a@example.com"}""", """{"userId":"u-1"}""", """{"channelId":"user:u-1"}""" }.Select(Read));

    [Fact]
    public void Read_Conversation_ReturnsIt() => Assert.Equal(
        new ConversationReference("c-1", "ch-1", "messenger"),
        Read("""{"conversation":{"id":"c-1","channelId":"ch-1","providerId":"messenger"}}""").Conversation);

    [Fact]
    public void Read_Customer_ReturnsIt() => Assert.Equal(
        new CustomerReference("cu-1", "in-1", UseExistingActiveConversation: false),
        Read("""{"customer":{"id":"cu-1","integrationId":"in-1"}}""").Customer);

    [Fact]
    public void Read_CustomerWithActiveConversation_ReturnsIt() => Assert.Equal(
        new CustomerReference("cu-1", "in-1", UseExistingActiveConversation: true),
        Read("""{"customer":{"id":"cu-1","integrationId":"in-1","useExistingActiveConversation":true}}""").Customer);

    [Fact]
    public void Read_BotSession_ReturnsIt() => Assert.Equal(
        new BotSessionReference("b-1", "3.0", "s-1", "en-us"),
        Read("""{"botSession":{"botId":"b-1","botVersion":"3.0","botSessionId":"s-1","languageCode":"en-us"}}""").BotSession);

    [Theory]
    [InlineData("email", "\"a@example.com\"")]
    [InlineData("userId", "\"u-1\"")]
    [InlineData("channelId", "\"user:u-1\"")]
    [InlineData("conversation", "{}")]
    [InlineData("customer", "{}")]
    [InlineData("botSession", "{}")]
    public void Read_OneMember_SetsNoOther(string name, string value) =>
        Assert.Equal([name], Read($$"""{"{{name}}":{{value}}}""").Given);

    [Fact]
    public void Read_SeveralMembers_SetsEach() => Assert.Equal(
        ["email", "userId", "channelId", "conversation", "customer", "botSession"],
        Read("""{"botSession":{},"customer":{},"conversation":{},"channelId":"","userId":"","email":""}""").Given);

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"email":null,"userId":null,"channelId":null,"conversation":null,"customer":null,"botSession":null}""")]
    public void Read_NullMembers_AreAbsent(string to) => Assert.Empty(Read(to).Given);

    [Fact]
    public void Read_NoRecipient_ReturnsAnEmptyRecipient() =>
        Assert.Empty(Expect.Request("""{"message":{"type":"text","text":"Hello"}}""").To.Given);

    private static Recipient Read(string to) => Expect.Request(Body.To(to)).To;
}
