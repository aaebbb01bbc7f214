namespace ServerlessMessaging.Contract;

/// <summary>The ways to a recipient, each with a wire format of its own.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SendRoute>))]
public enum SendRoute
{
    /// <summary>A Genesys user's channel: cards, quick replies, carousels.</summary>
    [JsonStringEnumMemberName("openMessaging")]
    OpenMessaging,

    /// <summary>A conversation of a messaging provider, several in one post.</summary>
    [JsonStringEnumMemberName("messagingEvents")]
    MessagingEvents,

    /// <summary>A customer of an Open Messaging integration: text only.</summary>
    [JsonStringEnumMemberName("agentless")]
    Agentless,

    /// <summary>A live session of a digital bot connector.</summary>
    [JsonStringEnumMemberName("botSession")]
    BotSession,
}
