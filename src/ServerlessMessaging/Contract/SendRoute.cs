namespace ServerlessMessaging.Contract;

/// <summary>The ways to a recipient, each with a wire format of its own.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SendRoute>))]
public enum SendRoute
{
    /// <summary>A Genesys user's channel: cards, quick replies, carousels.</summary>
    OpenMessaging,

    /// <summary>A conversation of a messaging provider, several in one post.</summary>
    MessagingEvents,

    /// <summary>A customer of an Open Messaging integration: text only.</summary>
    Agentless,

    /// <summary>A live session of a digital bot connector.</summary>
    BotSession,
}
