namespace ServerlessMessaging.Contract.Rules;

/// <summary>The table of limits per route and provider: configuration, because channels differ and change.</summary>
public sealed class MessageLimitsOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Limits";

    /// <summary>The route openMessaging, where quick replies are rendered as one card.</summary>
    public MessageLimits OpenMessaging { get; set; } = new() { QuickReplies = 3, QuickRepliesTextLength = 200 };

    /// <summary>The route messagingEvents, for providers that <see cref="Providers"/> does not name.</summary>
    public MessageLimits MessagingEvents { get; set; } = new();

    /// <summary>The route agentless.</summary>
    public MessageLimits Agentless { get; set; } = new();

    /// <summary>The route botSession.</summary>
    public MessageLimits BotSession { get; set; } = new();

    /// <summary>Providers of messagingEvents that differ, by <c>providerId</c>. An entry's numbers start from the defaults of <see cref="MessageLimits"/>.</summary>
    public IDictionary<string, MessageLimits> Providers { get; } =
        new Dictionary<string, MessageLimits>(StringComparer.OrdinalIgnoreCase) { ["messenger"] = new() { QuickReplies = 3 } };

    /// <summary>The limits that hold for a recipient.</summary>
    public MessageLimits For(Recipient recipient) => recipient.Route switch
    {
        SendRoute.MessagingEvents => Providers.TryGetValue(recipient.Conversation!.ProviderId, out var provider) ? provider : MessagingEvents,
        SendRoute.Agentless => Agentless,
        SendRoute.BotSession => BotSession,
        _ => OpenMessaging,
    };

    /// <summary>Whether every number is in its range, and every message type is known.</summary>
    internal bool IsValid() => new[] { OpenMessaging, MessagingEvents, Agentless, BotSession }.Concat(Providers.Values)
        .All(limits => Validator.TryValidateObject(limits, new ValidationContext(limits), null, validateAllProperties: true)
            && limits.MessageTypes.All(type => MessageTypes.All.Contains(type, StringComparer.OrdinalIgnoreCase)));
}
