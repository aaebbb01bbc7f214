using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.MessagingEvents;

/// <summary>Validates the content of an event.</summary>
internal static class EventRules
{
    private const int MaxTextLength = 2000;

    /// <summary>Returns the view of valid content.</summary>
    public static PhoneItem ReadContent(MemberReader content, string providerId)
    {
        var item = content.RequiredText("type") switch
        {
            "text" => ReadText(content),
            "template" => TemplateRules.Read(content, providerId),
            _ => throw content.Refuse("Invalid content type", "type"),
        };
        content.RefuseUnknown();
        return item;
    }

    public static PhoneText ReadText(MemberReader reader) =>
        new(reader.RequiredText("text", MaxTextLength, "Text exceeds maximum length"));
}
