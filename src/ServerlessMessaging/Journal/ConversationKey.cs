using ServerlessMessaging.Messages;

namespace ServerlessMessaging.Journal;

/// <summary>The name under which a conversation's last request is found.</summary>
internal static class ConversationKey
{
    /// <summary>The key of a resolved recipient: the customer's id, as Genesys names it when the customer speaks.</summary>
    public static string? Of(Recipient to) => Id(to) is { } id ? DerivedName.Of(id) : null;

    private static string? Id(Recipient to) => to switch
    {
        { Conversation: { } conversation } => conversation.Id,
        { Customer: { } customer } => customer.Id,
        { BotSession: { } session } => session.BotSessionId,
        { ChannelId: { } channel } => channel,
        _ => null,
    };
}
