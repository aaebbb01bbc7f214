namespace ServerlessMessaging.Records;

/// <summary>The name under which a conversation's last request is found.</summary>
internal static class ConversationKey
{
    /// <summary>The key of a resolved recipient: the customer's id, as Genesys names it when the customer speaks.</summary>
    public static string? From(Recipient to) => to.Customer is { } customer ? From(customer.Id, customer.IntegrationId) : Id(to) is { } id ? From(id) : null;

    /// <summary>The key of a customer or conversation, by the name that Genesys gives it.</summary>
    public static string From(string name) =>
        DerivedName.Of(name.StartsWith(Recipient.UserChannelPrefix, StringComparison.Ordinal) ? name[Recipient.UserChannelPrefix.Length..] : name);

    /// <summary>The key of a customer of an integration, which chooses the ids of its customers: another's may be the same.</summary>
    public static string From(string customerId, string integrationId) => DerivedName.Of(integrationId, customerId);

    private static string? Id(Recipient to) => to switch
    {
        { Conversation: { } conversation } => conversation.Id,
        { BotSession: { } session } => session.BotSessionId,
        { ChannelId: { } channel } => channel,
        _ => null,
    };
}
