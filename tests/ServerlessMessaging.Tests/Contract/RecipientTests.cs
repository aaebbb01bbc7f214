using ServerlessMessaging.Contract;

namespace ServerlessMessaging.Tests.Contract;

public sealed class RecipientTests
{
    private static readonly ConversationReference Conversation = new("c-1", "ch-1", "messenger");
    private static readonly CustomerReference Customer = new("cu-1", "in-1", false);
    private static readonly BotSessionReference BotSession = new("b-1", "v-1", "s-1", "en-us");

    [Theory]
    [InlineData("""{"email":"a@example.com"}""", SendRoute.OpenMessaging)]
    [InlineData("""{"userId":"u-1"}""", SendRoute.OpenMessaging)]
    [InlineData("""{"channelId":"user:u-1"}""", SendRoute.OpenMessaging)]
    [InlineData("""{"conversation":{"id":"c-1","channelId":"ch-1","providerId":"messenger"}}""", SendRoute.MessagingEvents)]
    [InlineData("""{"customer":{"id":"cu-1","integrationId":"in-1"}}""", SendRoute.Agentless)]
    [InlineData("""{"botSession":{"botId":"b-1","botVersion":"v-1","botSessionId":"s-1","languageCode":"en-us"}}""", SendRoute.BotSession)]
    public void Route_EachRecipient_IsThatOfItsKind(string to, SendRoute route) => Assert.Equal(route, Expect.Request(Body.To(to)).To.Route);

    [Fact]
    public void Given_SeveralMembers_ListsThemInTheOrderOfTheContract() => Assert.Equal(
        ["email", "userId", "channelId", "conversation", "customer", "botSession"],
        new Recipient("a@example.com", "u-1", "user:u-1", Conversation, Customer, BotSession).Given);

    [Fact]
    public void Given_NoMember_IsEmpty() => Assert.Empty(new Recipient().Given);

    [Fact]
    public void Given_ChangedCopy_ListsItsOwnMembers()
    {
        var copy = new Recipient(Email: "a@example.com") with { Email = null, UserId = "u-1" };

        Assert.Equal(["userId"], copy.Given);
    }
}
