using System.Text.Json;
using ServerlessMessaging.Simulator.BotSessions;
using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Customers;
using ServerlessMessaging.Simulator.Webhooks;

namespace ServerlessMessaging.Simulator.BotConnector;

/// <summary>The body that the platform posts to <c>{base}/messages</c>.</summary>
/// <param name="BotSessionTimeout">Minutes.</param>
/// <param name="Parameters">The session variables of the flow.</param>
internal sealed record IncomingMessage(
    string BotId,
    string BotVersion,
    string BotSessionId,
    Guid MessageId,
    InputMessage InputMessage,
    string LanguageCode,
    int BotSessionTimeout,
    Guid GenesysConversationId,
    IReadOnlyDictionary<string, string> Parameters)
{
    private const int SessionTimeoutMinutes = 60;

    private static readonly IReadOnlyDictionary<string, string> NoParameters = new Dictionary<string, string>();

    public static IncomingMessage Create(BotSessionReference session, Guid conversationId, DeliveredMessage inbound, CustomerMessages message) => new(
        session.BotId,
        session.BotVersion,
        session.BotSessionId,
        inbound.Id,
        message.Button is null ? new("Text", message.Text, Content: null) : new("Structured", message.Text, inbound.Content),
        session.LanguageCode,
        SessionTimeoutMinutes,
        conversationId,
        NoParameters);

    public string ToJson() => JsonSerializer.Serialize(this, NormalizedMessage.Options);
}

/// <summary>What the customer wrote, or the label of the button with the button as content.</summary>
internal sealed record InputMessage(string Type, string Text, JsonElement? Content);
