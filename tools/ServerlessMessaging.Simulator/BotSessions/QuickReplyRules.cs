using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.BotSessions;

/// <summary>Every quick reply of a message is a content element of its own.</summary>
internal static class QuickReplyRules
{
    private const string ContentType = "QuickReply";

    public static bool IsQuickReply(MemberReader element) => element.RequiredText("contentType") == ContentType;

    public static PhoneAction Read(MemberReader element)
    {
        var reply = element.RequiredObject("quickReply");
        element.RefuseUnknown();

        var (text, payload) = (reply.RequiredText("text"), reply.RequiredText("payload"));
        HttpsUrl.Allow(reply, "image");
        reply.OptionalText("summaryText");
        if (reply.OptionalText("action") is not (null or "Message"))
        {
            throw reply.Refuse("Invalid quick reply action", "action");
        }

        reply.RefuseUnknown();
        return new(ContentType, text, payload, Url: null);
    }
}
