namespace ServerlessMessaging.Records;

/// <summary>The key of a conversation in the index: a hash of Genesys' id of the customer or conversation.</summary>
internal static class ConversationKey
{
    /// <summary>The key of a resolved recipient; null where it has no id.</summary>
    public static string? From(Recipient to) => to switch
    {
        { Customer: { } customer } => From(customer.Id, customer.IntegrationId),
        { Conversation: { } conversation } => From(conversation.Id),
        { BotSession: { } session } => From(session.BotSessionId),
        { ChannelId: { } channel } => From(channel),
        _ => null,
    };

    /// <summary>The key of a customer or conversation. A user's channel has the key of the user.</summary>
    public static string From(string id) =>
        DerivedName.Compute(id.StartsWith(Recipient.UserChannelPrefix, StringComparison.Ordinal) ? id[Recipient.UserChannelPrefix.Length..] : id);

    /// <summary>The key of a customer of an integration: two integrations may use the same customer id.</summary>
    public static string From(string customerId, string integrationId) => DerivedName.Compute(integrationId, customerId);
}
