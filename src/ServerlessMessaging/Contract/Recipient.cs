namespace ServerlessMessaging.Contract;

/// <summary>Who gets the message. Exactly one member is set in a valid request.</summary>
/// <param name="Email">The email address of a Genesys user.</param>
/// <param name="UserId">The id of a Genesys user.</param>
/// <param name="ChannelId">A channel, written <c>user:{id}</c>.</param>
/// <param name="Conversation">A conversation that a messaging provider holds.</param>
/// <param name="Customer">A customer of an Open Messaging integration, by the id that the integration chose.</param>
/// <param name="BotSession">A live session of a digital bot connector.</param>
public sealed record Recipient(
    string? Email = null,
    string? UserId = null,
    string? ChannelId = null,
    ConversationReference? Conversation = null,
    CustomerReference? Customer = null,
    BotSessionReference? BotSession = null)
{
    /// <summary>How a channel id of a user begins.</summary>
    public const string UserChannelPrefix = "user:";

    /// <summary>The members that are set, by their names in the contract.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Given =>
    [
        .. new (string Name, object? Value)[]
        {
            ("email", Email), ("userId", UserId), ("channelId", ChannelId),
            ("conversation", Conversation), ("customer", Customer), ("botSession", BotSession),
        }.Where(member => member.Value is not null).Select(member => member.Name),
    ];

    /// <summary>The route that reaches this recipient.</summary>
    [JsonIgnore]
    public SendRoute Route =>
        Conversation is not null ? SendRoute.MessagingEvents
        : Customer is not null ? SendRoute.Agentless
        : BotSession is not null ? SendRoute.BotSession
        : SendRoute.OpenMessaging;
}

/// <summary>A conversation that a messaging provider holds.</summary>
/// <param name="Id">The conversation's id.</param>
/// <param name="ChannelId">The channel it runs on.</param>
/// <param name="ProviderId">The provider, such as <c>messenger</c>, which decides some limits.</param>
public sealed record ConversationReference(string Id, string ChannelId, string ProviderId);

/// <summary>A customer of an Open Messaging integration.</summary>
/// <param name="Id">The customer's id, chosen by the integration.</param>
/// <param name="IntegrationId">The integration's id.</param>
/// <param name="UseExistingActiveConversation">Whether to join the conversation that is open.</param>
public sealed record CustomerReference(string Id, string IntegrationId, bool UseExistingActiveConversation);

/// <summary>A live session of a digital bot connector.</summary>
/// <param name="BotId">The bot.</param>
/// <param name="BotVersion">Its version.</param>
/// <param name="BotSessionId">The session.</param>
/// <param name="LanguageCode">The language, such as <c>en-us</c>.</param>
public sealed record BotSessionReference(string BotId, string BotVersion, string BotSessionId, string LanguageCode);
