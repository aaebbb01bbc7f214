using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.OpenMessaging;

internal static class CardActionRules
{
    /// <summary>In UTF-16 code units.</summary>
    private const int MaxPayloadLength = 2048;

    public static PhoneAction Read(MemberReader action)
    {
        var type = action.RequiredText("type");
        var read = type switch
        {
            "postBack" or "imBack" => new PhoneAction(
                type,
                action.RequiredText("title"),
                action.RequiredText("payload", MaxPayloadLength, "Payload exceeds maximum length"),
                Url: null),
            "openUrl" => new PhoneAction(type, action.RequiredText("title"), Payload: null, HttpsUrl.Require(action, "url")),
            _ => throw action.Refuse("Invalid action type", "type"),
        };
        action.RefuseUnknown();
        return read;
    }
}
