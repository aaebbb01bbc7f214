using ServerlessMessaging.Simulator.BotSessions;
using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.Webhooks;

/// <summary>How the phone shows the content of a normalized message: quick replies, cards and carousels with buttons, everything else by its name.</summary>
internal static class MessageView
{
    public static IReadOnlyList<PhoneItem> Create(string? text, IReadOnlyList<MemberReader> content)
    {
        if (content.Count > 0 && content.All(QuickReplyRules.IsQuickReply))
        {
            return [new PhoneReplies(text ?? string.Empty, [.. content.Select(QuickReplyRules.Read)])];
        }

        IReadOnlyList<PhoneItem> items = [.. content.Select(Show)];
        return text is null ? items : [new PhoneText(text), .. items];
    }

    private static PhoneItem Show(MemberReader element) => element.RequiredText("contentType") switch
    {
        "Card" or "Carousel" => ContentRules.Read(element),
        "Attachment" => ShowAttachment(element.RequiredObject("attachment")),
        var other => new PhoneText($"({other})"),
    };

    private static PhoneText ShowAttachment(MemberReader attachment)
    {
        var mediaType = attachment.RequiredText("mediaType");
        var (name, url) = (attachment.OptionalText("filename"), attachment.OptionalText("url"));
        return new($"({mediaType}: {name ?? url ?? "no address"})");
    }
}
