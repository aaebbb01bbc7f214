using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.BotSessions;

/// <summary>POST /api/v2/integrations/botconnectors/outgoing/messages: a bot's message in an active session.</summary>
internal sealed class SendBotMessageEndpoint(BotSessionDirectory directory, MessageDelivery delivery, TimeProvider timeProvider)
{
    public async Task HandleAsync(HttpContext context)
    {
        MediaType.RequireJson(context.Request);
        var body = StrictJson.Parse(context.Exchange().Body);
        var message = OutgoingMessage.Read(body);
        var (botId, botVersion, botSessionId, languageCode) = message.Session;
        var session = directory.FindActive(botId, botVersion, botSessionId);
        if (!languageCode.Equals(session.Reference.LanguageCode, StringComparison.OrdinalIgnoreCase))
        {
            throw RefusalException.BadRequest($"The language of the bot session is {session.Reference.LanguageCode}", "languageCode");
        }

        var id = Guid.NewGuid();
        if (message.Reply.View.Count > 0)
        {
            var delivered = new DeliveredMessage(id, timeProvider.GetUtcNow(), body.GetProperty("replyMessages"), message.Reply.View);
            await delivery.DeliverAsync(context, session.Conversation, delivered);
        }

        if (message.Reply.EndsSession)
        {
            session.End();
        }

        await JsonResponse.WriteAsync(context, new { MessageId = id });
    }
}
