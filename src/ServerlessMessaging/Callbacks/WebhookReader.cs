using System.Text.RegularExpressions;
using ServerlessMessaging.BotFlows;

namespace ServerlessMessaging.Callbacks;

/// <summary>Reads webhooks leniently, because their shape varies by channel and changes without notice.</summary>
internal static partial class WebhookReader
{
    private const string Inbound = "Inbound";
    private const string Structured = "Structured";
    private const int MaxReasons = 10;
    private const int MaxReasonCode = 64;

    /// <summary>Reads a webhook.</summary>
    /// <param name="body">The raw bytes.</param>
    /// <param name="message">The webhook, if the result is null.</param>
    /// <returns>Null, or why it cannot be read.</returns>
    public static Problem? Read(ReadOnlyMemory<byte> body, out WebhookMessage? message)
    {
        message = null;
        var json = RequestReader.WithoutMark(body);
        if (JsonScan.FirstFault(json.Span) is { } fault)
        {
            return new(ErrorCodes.WebhookUnreadable, $"{fault.Code}: {fault.Code.Title}");
        }

        var root = JsonElement.Parse(json.Span);
        if (root.ValueKind != JsonValueKind.Object)
        {
            return new(ErrorCodes.WebhookUnreadable, "The webhook is JSON, but not an object.");
        }

        message = Read(root, body);
        return message is null ? new(ErrorCodes.WebhookUnreadable, "The webhook has no type, so it is neither a message, a receipt nor an event.") : null;
    }

    private static WebhookMessage? Read(JsonElement json, ReadOnlyMemory<byte> body)
    {
        var root = new LenientObject(json);
        var channel = root.Object("channel");
        var button = Button(root);
        // A button response is inbound, unless it says otherwise.
        if ((root.Text("type") ?? (button is null ? null : Structured)) is not { Length: > 0 } type)
        {
            return null;
        }

        var isInbound = Is(root.Text("direction") ?? (button is null ? null : Inbound), Inbound);
        return new(
            Id: root.Text("id") ?? channel.Text("messageId") ?? Convert.ToHexStringLower(SHA256.HashData(body.Span)),
            type,
            KindOf(type, isInbound, button is not null),
            json,
            IntegrationId: channel.Text("id"),
            CustomerId: channel.Object(isInbound ? "from" : "to").Text("id"),
            ConversationId: root.Text("conversationId"),
            Time: channel.Time("time"),
            Text: button?.Text("text") ?? root.Text("text"),
            Payload: button?.Verbatim("payload"),
            OriginatingMessageId: button is null ? null : OriginatingMessageId(root, button.Value),
            Status: root.Text("status"),
            IsFinal: Is(root.Member("isFinalReceipt")?.ToString(), bool.TrueString),
            Modified: channel.Text("dateModified") ?? root.Text("dateModified"),
            Reasons: [.. root.Items("reasons").Select(Reason).OfType<ReceiptReason>().Take(MaxReasons)],
            HasContent: root.Items("content").Any());
    }

    // Null where it says nothing. Some channels send a text or a number in place of an object.
    private static ReceiptReason? Reason(LenientObject reason)
    {
        var code = UntrustedText.Clean(reason.Object("code").Scalar(), MaxReasonCode);
        var message = UntrustedText.Clean(reason.Object("message").Scalar() ?? reason.Scalar());
        return code is null && message is null ? null : new(code, message is null ? null : EmailAddress.Replace(message, "(address)"));
    }

    private static WebhookKind KindOf(string type, bool isInbound, bool isPress) =>
        Is(type, "Receipt") ? WebhookKind.Receipt
        : isInbound && isPress ? WebhookKind.Press
        : Is(type, "Event") ? WebhookKind.Other
        : isInbound ? WebhookKind.Text
        : WebhookKind.Message;

    // The platform documentation has it among the contents; bots get it at the root.
    private static LenientObject? Button(LenientObject root)
    {
        foreach (var content in root.Items("content"))
        {
            if (Is(content.Text("contentType"), "ButtonResponse") || content.Member("buttonResponse") is not null)
            {
                return content.Object("buttonResponse");
            }
        }

        return root.Member("buttonResponse") is not null ? root.Object("buttonResponse") : null;
    }

    // The sources disagree about its place, so every documented place is read.
    private static string? OriginatingMessageId(LenientObject root, LenientObject button) =>
        root.Text("originatingMessageId")
        ?? button.Text("originatingMessageId")
        ?? root.Items("content").Select(content => content.Text("originatingMessageId")).FirstOrDefault(id => id is not null)
        ?? root.Object("channel").Text("originatingMessageId")
        ?? root.Items("relatedMessages").Select(related => related.Text("id")).FirstOrDefault(id => id is not null);

    private static bool Is(string? text, string expected) => string.Equals(text, expected, StringComparison.OrdinalIgnoreCase);

    // Records hold no email address.
    [GeneratedRegex(@"\S{1,200}@\S{1,200}", RegexOptions.CultureInvariant)]
    private static partial Regex EmailAddress { get; }
}
