using ServerlessMessaging.Messages;

namespace ServerlessMessaging.Journal;

/// <summary>The name under which a conversation's last request is found.</summary>
internal static class ConversationKey
{
    /// <summary>The key of a resolved recipient: the customer's id, as Genesys names it when the customer speaks.</summary>
    public static string? Of(Recipient to) => Id(to) is { } id ? Of(id) : null;

    /// <summary>The key of a customer or conversation, by the name that Genesys gives it.</summary>
    public static string Of(string name) =>
        DerivedName.Of(name.StartsWith(Recipient.UserChannelPrefix, StringComparison.Ordinal) ? name[Recipient.UserChannelPrefix.Length..] : name);

    private static string? Id(Recipient to) => to switch
    {
        { Conversation: { } conversation } => conversation.Id,
        { Customer: { } customer } => customer.Id,
        { BotSession: { } session } => session.BotSessionId,
        { ChannelId: { } channel } => channel,
        _ => null,
    };
}
