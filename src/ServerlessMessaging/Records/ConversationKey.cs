namespace ServerlessMessaging.Records;

/// <summary>The key of a conversation in the index: a hash of Genesys' id of the customer or conversation, and of what the id stands for.</summary>
internal static class ConversationKey
{
    /// <summary>The key of a resolved recipient; null where it has no id.</summary>
    public static string? From(Recipient to) => to switch
    {
        { Customer: { } customer } => OfCustomer(customer.IntegrationId, customer.Id),
        { Conversation: { } conversation } => OfConversation(conversation.Id),
        { BotSession: { } session } => OfConversation(session.BotSessionId),
        { ChannelId: { } channel } => OfUser(channel),
        _ => null,
    };

    /// <summary>The key of a conversation, or of a session of a bot.</summary>
    public static string OfConversation(string id) => DerivedName.Compute(NameKind.Conversation, id);

    /// <summary>The key of a user, by the user's id or channel.</summary>
    public static string OfUser(string id) =>
        DerivedName.Compute(NameKind.User, id.StartsWith(Recipient.UserChannelPrefix, StringComparison.Ordinal) ? id[Recipient.UserChannelPrefix.Length..] : id);

    /// <summary>The key of a customer of an integration: two integrations may use the same customer id.</summary>
    public static string OfCustomer(string integrationId, string customerId) => DerivedName.Compute(NameKind.Customer, integrationId, customerId);
}
