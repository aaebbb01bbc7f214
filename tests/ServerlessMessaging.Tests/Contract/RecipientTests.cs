using ServerlessMessaging.Contract;

namespace ServerlessMessaging.Tests.Contract;

public sealed class RecipientTests
{
    private static readonly ConversationReference Conversation = new("c-1", "ch-1", "messenger");
    private static readonly CustomerReference Customer = new("cu-1", "in-1", false);
    private static readonly BotSessionReference BotSession = new("b-1", "v-1", "s-1", "en-us");

    [Fact]
    public void Routes_an_email_to_openMessaging() =>
        Assert.Equal(SendRoute.OpenMessaging, new Recipient(Email: "a@example.com").Route);

    [Fact]
    public void Routes_a_user_id_to_openMessaging() =>
        Assert.Equal(SendRoute.OpenMessaging, new Recipient(UserId: "u-1").Route);

    [Fact]
    public void Routes_a_channel_to_openMessaging() =>
        Assert.Equal(SendRoute.OpenMessaging, new Recipient(ChannelId: "user:u-1").Route);

    [Fact]
    public void Routes_a_conversation_to_messagingEvents() =>
        Assert.Equal(SendRoute.MessagingEvents, new Recipient(Conversation: Conversation).Route);

    [Fact]
    public void Routes_a_customer_to_agentless() =>
        Assert.Equal(SendRoute.Agentless, new Recipient(Customer: Customer).Route);

    [Fact]
    public void Routes_a_bot_session_to_botSession() =>
        Assert.Equal(SendRoute.BotSession, new Recipient(BotSession: BotSession).Route);

    [Fact]
    public void Names_every_given_member_in_the_order_of_the_contract() => Assert.Equal(
        ["email", "userId", "channelId", "conversation", "customer", "botSession"],
        new Recipient("a@example.com", "u-1", "user:u-1", Conversation, Customer, BotSession).Given);

    [Fact]
    public void Names_no_member_where_none_is_given() => Assert.Empty(new Recipient().Given);

    [Fact]
    public void Equals_a_recipient_with_the_same_members() =>
        Assert.Equal(new Recipient(Email: "a@example.com"), new Recipient(Email: "a@example.com"));

    [Fact]
    public void Names_what_a_changed_copy_holds()
    {
        var copy = new Recipient(Email: "a@example.com") with { Email = null, UserId = "u-1" };

        Assert.Equal(["userId"], copy.Given);
    }
}
