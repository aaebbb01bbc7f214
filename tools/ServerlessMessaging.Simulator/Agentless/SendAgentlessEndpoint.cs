using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.Agentless;

/// <summary>POST /api/v2/conversations/messages/agentless: a text from an integration to a customer.</summary>
internal sealed class SendAgentlessEndpoint(AgentlessCustomers customers, MessageDelivery delivery, TimeProvider timeProvider)
{
    public async Task HandleAsync(HttpContext context)
    {
        MediaType.RequireJson(context.Request);
        var body = StrictJson.Parse(context.Exchange().Body);
        var message = AgentlessMessage.Read(body);
        if (!message.FromAddress.Equals(DevelopmentRecipients.IntegrationId, StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusalException(StatusCodes.Status404NotFound, "Integration not found") { FieldName = "fromAddress" };
        }

        var delivered = new DeliveredMessage(
            Guid.NewGuid(), timeProvider.GetUtcNow(), body.GetProperty("textBody"), [new PhoneText(message.TextBody)]);
        var conversationId = await delivery.DeliverAsync(context, customers.GetOrAdd(message.ToAddress), delivered, startsNew: !message.UsesActiveConversation);
        await JsonResponse.WriteAsync(context, AgentlessResponse.Create(message, delivered, conversationId));
    }
}
