using System.Text.Json;

namespace ServerlessMessaging.Simulator.Customers;

/// <summary>What a customer says, by a button of a message or in words.</summary>
internal sealed record CustomerMessages(string Text, ButtonResponse? Button = null, Guid? OriginatingMessageId = null)
{
    /// <summary>A button that speaks for the customer says its payload; any other one sends it unseen.</summary>
    public static CustomerMessages Of(PressedAction pressed, Guid messageId)
    {
        var (title, payload) = (pressed.Action.Title, pressed.Action.Payload!);
        return pressed.Action.Type == "imBack"
            ? new(payload)
            : new(title, new(pressed.IsQuickReply ? "QuickReply" : "Button", title, payload), messageId);
    }

    public JsonElement Content() => Button is null
        ? JsonSerializer.SerializeToElement(Text)
        : JsonSerializer.SerializeToElement(new[] { new { ContentType = "ButtonResponse", ButtonResponse = Button } }, JsonSerializerOptions.Web);
}
