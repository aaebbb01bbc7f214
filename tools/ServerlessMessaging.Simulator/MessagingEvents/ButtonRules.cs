using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.MessagingEvents;

internal static class ButtonRules
{
    private const int MaxLabelLength = 80;

    private const int MaxPayloadLength = 2048;

    /// <summary>A link may have the type button too, as in the code of the tutorial.</summary>
    public static PhoneAction Read(MemberReader button)
    {
        var type = button.RequiredText("type");
        var isLink = type switch
        {
            "url" => true,
            "button" => button.Has("url"),
            _ => throw InvalidType(button),
        };
        return isLink ? Close(button, new(type, Label(button), Payload: null, HttpsUrl.Require(button, "url"))) : ReadValue(button, type);
    }

    public static PhoneAction ReadQuickReply(MemberReader button) =>
        button.RequiredText("type") is "button" and var type ? ReadValue(button, type) : throw InvalidType(button);

    private static PhoneAction ReadValue(MemberReader button, string type) => Close(button, new(
        type,
        Label(button),
        button.RequiredText("value", MaxPayloadLength, "Payload exceeds maximum length"),
        Url: null));

    private static string Label(MemberReader button) => button.RequiredText("text", MaxLabelLength, "Label exceeds maximum length");

    private static RefusalException InvalidType(MemberReader button) => button.Refuse("Invalid button type", "type");

    private static PhoneAction Close(MemberReader button, PhoneAction action)
    {
        button.RefuseUnknown();
        return action;
    }
}
