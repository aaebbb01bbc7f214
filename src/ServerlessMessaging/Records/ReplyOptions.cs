namespace ServerlessMessaging.Records;

/// <summary>The options that a customer may reply with in words, because the route degraded the message's buttons.</summary>
internal static class ReplyOptions
{
    /// <summary>The options in their order; null where the customer gets the buttons as they are.</summary>
    public static IReadOnlyList<ReplyOption>? From(Message message, SendRoute route)
    {
        IReadOnlyList<ReplyOption> options = (route, message) switch
        {
            // The numbers that AgentlessText writes.
            (SendRoute.Agentless, _) => [.. All(message).Select((option, index) => option with { Number = index + 1 })],
            (SendRoute.OpenMessaging, QuickReplies) => [.. All(message)],
            (SendRoute.MessagingEvents or SendRoute.BotSession, _) => [.. Actions(message).OfType<ImBackAction>().Select(action => new ReplyOption(null, action.Title, action.Payload))],
            _ => [],
        };
        return options.Count == 0 ? null : options;
    }

    private static IEnumerable<ReplyOption> All(Message message) => message is QuickReplies replies
        ? replies.Replies.Select(reply => new ReplyOption(null, reply.Text, reply.Value))
        : Actions(message).Select(Option).OfType<ReplyOption>();

    private static IEnumerable<CardAction> Actions(Message message) => message.AllCards.SelectMany(card => card.Actions);

    // A link sends nothing, so it is no option.
    private static ReplyOption? Option(CardAction action) => action switch
    {
        PostBackAction postBack => new(null, postBack.Title, postBack.Payload),
        ImBackAction imBack => new(null, imBack.Title, imBack.Payload),
        _ => null,
    };
}
