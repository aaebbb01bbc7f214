using System.Text.Json;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.Agentless;

/// <summary>A text for a customer, outside of any conversation with an agent.</summary>
internal sealed record AgentlessMessage(string FromAddress, string ToAddress, string TextBody, bool UsesActiveConversation)
{
    private const int MaxTextLength = 2000;

    private static readonly string[] OtherMessengerTypes = ["sms", "whatsapp", "webmessaging", "apple"];

    public static AgentlessMessage Read(JsonElement body)
    {
        var reader = new MemberReader(body);
        var fromAddress = reader.RequiredText("fromAddress");
        var toAddress = reader.RequiredText("toAddress");
        var messengerType = reader.RequiredText("toAddressMessengerType");
        if (OtherMessengerTypes.Contains(messengerType, StringComparer.Ordinal))
        {
            throw reader.Refuse("The simulator sends to the messenger type open only", "toAddressMessengerType");
        }

        if (messengerType != "open")
        {
            throw reader.Refuse("Invalid messenger type", "toAddressMessengerType");
        }

        var textBody = reader.RequiredText("textBody", MaxTextLength, "Text exceeds maximum length");
        reader.OptionalText("externalContactId");
        var usesActiveConversation = reader.OptionalFlag("useExistingActiveConversation") ?? false;
        reader.RefuseUnknown();
        return new(fromAddress, toAddress, textBody, usesActiveConversation);
    }
}
