using System.Text.Json;
using ServerlessMessaging.Simulator.BotSessions;
using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Customers;
using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Json;
using ServerlessMessaging.Simulator.Webhooks;

namespace ServerlessMessaging.Simulator.BotConnector;

/// <summary>Posts a customer's messages to the bot, and delivers the replies of a bot that responds at once.</summary>
internal sealed class ConnectorMessages(
    SimulatorSettings settings, BotSessionDirectory sessions, MessageDelivery delivery, TimeProvider timeProvider)
{
    /// <summary>The type in the list of webhooks.</summary>
    public const string Type = "BotConnector";

    /// <summary>Whether the customer of this conversation talks to a bot behind a configured connector.</summary>
    public bool Serves(Conversation conversation) =>
        settings.Connector.Url is not null && conversation.Contact.Reference is BotSessionReference;

    public Webhook Create(Conversation conversation, DeliveredMessage inbound, CustomerMessages message)
    {
        var reference = (BotSessionReference)conversation.Contact.Reference;
        var session = sessions.FindActive(reference.BotId, reference.BotVersion, reference.BotSessionId);
        var incoming = IncomingMessage.Create(reference, conversation.Add(inbound), inbound, message);
        return new(inbound.Id, Type, incoming.ToJson(), signature: null)
        {
            Conversation = incoming.GenesysConversationId,
            MaxAttempts = 1,
            OnConnectorResponse = response => Apply(session, response),
        };
    }

    /// <summary>Returns why the response is invalid; null for a valid one and for one without a reply.</summary>
    private string? Apply(BotSession session, ReadOnlyMemory<byte> response)
    {
        if (response.IsEmpty)
        {
            return null;
        }

        try
        {
            var body = StrictJson.Parse(response);
            var reader = new MemberReader(body);
            if (reader.IsEmpty)
            {
                return null;
            }

            var reply = BotReply.Read(reader);
            reader.RefuseUnknown();
            Deliver(session, body, reply);
            return null;
        }
        catch (RefusalException refusal)
        {
            return $"The response of the bot connector is invalid: {refusal.Message}";
        }
    }

    private void Deliver(BotSession session, JsonElement body, BotReply reply)
    {
        if (reply.View.Count > 0)
        {
            delivery.Deliver(session.Conversation, new(Guid.NewGuid(), timeProvider.GetUtcNow(), body.GetProperty("replyMessages"), reply.View), action => action());
        }

        if (reply.EndsSession)
        {
            session.End();
        }
    }
}
