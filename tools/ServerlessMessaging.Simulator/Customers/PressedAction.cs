using System.Text.Json;
using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.Customers;

/// <summary>The button or link of a message that a customer presses.</summary>
internal sealed record PressedAction(PhoneAction Action, bool IsQuickReply)
{
    /// <summary>Finds the action by its title or by its zero-based index among all actions of the message.</summary>
    public static PressedAction Find(DeliveredMessage message, JsonElement requested)
    {
        var actions = message.View
            .SelectMany(item => item.AllActions().Select(action => new PressedAction(action, item is PhoneReplies)))
            .ToList();
        if (requested.ValueKind == JsonValueKind.Number)
        {
            return requested.TryGetInt32(out var index) && index >= 0 && index < actions.Count ? actions[index] : throw Unknown(requested, actions);
        }

        return actions.FindAll(pressed => pressed.Action.Title == requested.GetString()) switch
        {
            [] => throw Unknown(requested, actions),
            [var only] => only,
            _ => throw new RefusalException(
                StatusCodes.Status409Conflict, $"Several actions have the title {requested}: use the zero-based index"),
        };
    }

    private static RefusalException Unknown(JsonElement requested, List<PressedAction> actions)
    {
        var known = actions.Count == 0 ? "none" : string.Join(", ", actions.Select(pressed => pressed.Action.Title));
        return new(StatusCodes.Status404NotFound, $"The message has no action {requested.GetRawText()}; its actions: {known}");
    }
}
