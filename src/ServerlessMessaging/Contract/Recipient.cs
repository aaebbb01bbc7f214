namespace ServerlessMessaging.Contract;

/// <summary>The recipient of a message. Exactly one member is set in a valid request.</summary>
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
    public IReadOnlyList<string> Given
    {
        get
        {
            (string Name, object? Value)[] members =
            [
                ("email", Email), ("userId", UserId), ("channelId", ChannelId),
                ("conversation", Conversation), ("customer", Customer), ("botSession", BotSession),
            ];
            var given = new List<string>();
            foreach (var (name, value) in members)
            {
                if (value is not null)
                {
                    given.Add(name);
                }
            }

            return given;
        }
    }

    /// <summary>The route that reaches this recipient.</summary>
    [JsonIgnore]
    public SendRoute Route =>
        Conversation is not null ? SendRoute.MessagingEvents
        : Customer is not null ? SendRoute.Agentless
        : BotSession is not null ? SendRoute.BotSession
        : SendRoute.OpenMessaging;
}

/// <summary>A conversation that a messaging provider holds; the provider, such as <c>messenger</c>, decides some limits.</summary>
public sealed record ConversationReference(string Id, string ChannelId, string ProviderId);

/// <summary>A customer of an Open Messaging integration, by the id that the integration chose; may join the conversation that is open.</summary>
public sealed record CustomerReference(string Id, string IntegrationId, bool UseExistingActiveConversation);

/// <summary>A live session of a digital bot connector, in a language such as <c>en-us</c>.</summary>
public sealed record BotSessionReference(string BotId, string BotVersion, string BotSessionId, string LanguageCode);
