using ServerlessMessaging.BotFlows;

namespace ServerlessMessaging.Callbacks;

/// <summary>Reads webhooks leniently, because their shape varies by channel and changes without notice.</summary>
internal static class WebhookReader
{
    /// <summary>The most button responses in one webhook; their events are delivered one after the other.</summary>
    public const int MaxButtons = 20;

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
        if (message?.OtherButtons.Count >= MaxButtons)
        {
            message = null;
            return new(ErrorCodes.WebhookUnreadable, $"The webhook has more than {MaxButtons} button responses.");
        }

        return message is null ? new(ErrorCodes.WebhookUnreadable, "The webhook has no type, so it is neither a message, a receipt nor an event.") : null;
    }

    private static WebhookMessage? Read(JsonElement json, ReadOnlyMemory<byte> body)
    {
        var root = new LenientObject(json);
        var channel = root.Object("channel");
        var (buttons, hasContent) = WebhookContent.ReadButtons(root);
        var button = buttons.Count == 0 ? null : buttons[0];
        // A button response is inbound, unless it says otherwise.
        if ((root.Text("type") ?? (button is null ? null : Structured)) is not { Length: > 0 } type)
        {
            return null;
        }

        var isInbound = Is(root.Text("direction") ?? (button is null ? null : Inbound), Inbound);
        var text = button is null ? root.Text("text") ?? WebhookContent.ReadText(root) : button.Text;
        var (typing, presence) = WebhookContent.ReadEvents(root);
        var (modified, deleted) = (channel.Text("dateModified") ?? root.Text("dateModified"), channel.Text("dateDeleted") ?? root.Text("dateDeleted"));
        var kind = Is(type, "Receipt") ? WebhookKind.Receipt
            : deleted is not null ? WebhookKind.Deletion
            : isInbound && button is not null ? WebhookKind.Press
            : Is(type, "Event") && text is null && !hasContent ? typing is not null ? WebhookKind.Typing : presence is not null ? WebhookKind.Presence : WebhookKind.Other
            : isInbound ? WebhookKind.Text
            : WebhookKind.Message;
        var sentAt = channel.Time("time");
        return new(
            Id: root.Text("id") ?? channel.Text("messageId") ?? Convert.ToHexStringLower(SHA256.HashData(body.Span)),
            type,
            kind,
            json,
            IntegrationId: channel.Text("id"),
            CustomerId: channel.Object(isInbound ? "from" : "to").Text("id"),
            ConversationId: root.Text("conversationId"),
            Time: sentAt,
            Text: text,
            Payload: button?.Payload,
            OriginatingMessageId: button?.OriginatingMessageId,
            Status: root.Text("status"),
            IsFinal: Is(root.Member("isFinalReceipt")?.ToString(), bool.TrueString),
            Reasons: [.. root.Items("reasons").Select(Reason).OfType<ReceiptReason>().Take(MaxReasons)],
            hasContent)
        {
            IsInbound = isInbound,
            Versions = (channel.Text("time"), modified, deleted),
            ModifiedAt = TimeText.ReadLeniently(modified) is { } at && at != sentAt ? at : null,
            DeletedAt = TimeText.ReadLeniently(deleted),
            Attachments = WebhookContent.ReadAttachments(root),
            OtherButtons = kind == WebhookKind.Press ? [.. buttons.Skip(1)] : [],
            Typing = typing,
            Presence = presence,
        };
    }

    // Null where it says nothing. Some channels send a text or a number in place of an object.
    private static ReceiptReason? Reason(LenientObject reason)
    {
        var code = UntrustedText.Clean(reason.Object("code").Scalar(), MaxReasonCode);
        var message = UntrustedText.Clean(reason.Object("message").Scalar() ?? reason.Scalar());
        return code is null && message is null ? null : new(code, UntrustedText.WithoutAddresses(message));
    }

    private static bool Is(string? text, string expected) => string.Equals(text, expected, StringComparison.OrdinalIgnoreCase);
}
