using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.OpenMessaging;

internal static class CardActionRules
{
    /// <summary>In UTF-16 code units.</summary>
    private const int LongestPayload = 2048;

    public static void Check(MemberReader action)
    {
        switch (action.RequiredText("type"))
        {
            case "postBack" or "imBack":
                action.RequiredText("title");
                if (action.RequiredText("payload").Length > LongestPayload)
                {
                    throw action.Refuse("Payload exceeds maximum length", "payload");
                }

                break;
            case "openUrl":
                action.RequiredText("title");
                HttpsUrl.Require(action, "url");
                break;
            default:
                throw action.Refuse("Invalid action type", "type");
        }

        action.RefuseOthers();
    }
}
