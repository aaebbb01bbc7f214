using ServerlessMessaging.Contract;

namespace ServerlessMessaging.Tests.Contract.Reading;

public sealed class RequestReaderRecipientTests
{
    [Fact]
    public void Reads_an_email() => Assert.Equal("a@example.com", Read("""{"email":"a@example.com"}""").Email);

    [Fact]
    public void Reads_a_user_id() => Assert.Equal("u-1", Read("""{"userId":"u-1"}""").UserId);

    [Fact]
    public void Reads_a_channel() => Assert.Equal("user:u-1", Read("""{"channelId":"user:u-1"}""").ChannelId);

    [Fact]
    public void Reads_a_conversation() => Assert.Equal(
        new ConversationReference("c-1", "ch-1", "messenger"),
        Read("""{"conversation":{"id":"c-1","channelId":"ch-1","providerId":"messenger"}}""").Conversation);

    [Fact]
    public void Reads_a_customer() => Assert.Equal(
        new CustomerReference("cu-1", "in-1", UseExistingActiveConversation: false),
        Read("""{"customer":{"id":"cu-1","integrationId":"in-1"}}""").Customer);

    [Fact]
    public void Reads_a_customer_whose_conversation_is_joined() => Assert.Equal(
        new CustomerReference("cu-1", "in-1", UseExistingActiveConversation: true),
        Read("""{"customer":{"id":"cu-1","integrationId":"in-1","useExistingActiveConversation":true}}""").Customer);

    [Fact]
    public void Reads_a_bot_session() => Assert.Equal(
        new BotSessionReference("b-1", "3.0", "s-1", "en-us"),
        Read("""{"botSession":{"botId":"b-1","botVersion":"3.0","botSessionId":"s-1","languageCode":"en-us"}}""").BotSession);

    [Theory]
    [InlineData("email", "\"a@example.com\"")]
    [InlineData("userId", "\"u-1\"")]
    [InlineData("channelId", "\"user:u-1\"")]
    [InlineData("conversation", "{}")]
    [InlineData("customer", "{}")]
    [InlineData("botSession", "{}")]
    public void Reads_one_member_and_no_other(string name, string value) =>
        Assert.Equal([name], Read($$"""{"{{name}}":{{value}}}""").Given);

    [Fact]
    public void Reads_every_member_that_is_given() => Assert.Equal(
        ["email", "userId", "channelId", "conversation", "customer", "botSession"],
        Read("""{"botSession":{},"customer":{},"conversation":{},"channelId":"","userId":"","email":""}""").Given);

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"email":null,"userId":null,"channelId":null,"conversation":null,"customer":null,"botSession":null}""")]
    public void Reads_null_as_absent(string to) => Assert.Empty(Read(to).Given);

    [Fact]
    public void Leaves_a_missing_recipient_to_the_rules() =>
        Assert.Empty(Expect.Request("""{"message":{"type":"text","text":"Hello"}}""").To.Given);

    private static Recipient Read(string to) => Expect.Request(Body.To(to)).To;
}
