using System.Text.Json;
using ServerlessMessaging.Simulator.Webhooks;

namespace ServerlessMessaging.Simulator.Customers;

/// <summary>A customer's message: a pressed button or a text.</summary>
internal sealed record CustomerMessages(string Text, ButtonResponse? Button = null)
{
    /// <summary>An imBack button sends its payload as a text; other buttons send a button response.</summary>
    public static CustomerMessages From(PressedAction pressed, Guid? messageId)
    {
        var (title, payload) = (pressed.Action.Title, pressed.Action.Payload!);
        return pressed.Action.Type == "imBack"
            ? new(payload)
            : new(title, new(pressed.IsQuickReply ? "QuickReply" : "Button", title, payload, messageId));
    }

    public JsonElement Content() => Button is null
        ? JsonSerializer.SerializeToElement(Text)
        : JsonSerializer.SerializeToElement(new[] { new { ContentType = "ButtonResponse", ButtonResponse = Button } }, NormalizedMessage.Options);
}
