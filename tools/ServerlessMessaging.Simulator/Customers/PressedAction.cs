using System.Text.Json;
using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.Customers;

/// <summary>The button or link of a message that a customer presses.</summary>
internal sealed record PressedAction(PhoneAction Action, bool IsQuickReply)
{
    /// <summary>Finds it by its title, or by its place among all actions of the message, counted from 0.</summary>
    public static PressedAction Find(DeliveredMessage message, JsonElement wanted)
    {
        var actions = message.View
            .SelectMany(item => item.AllActions().Select(action => new PressedAction(action, item is PhoneReplies)))
            .ToList();
        if (wanted.ValueKind == JsonValueKind.Number)
        {
            return wanted.TryGetInt32(out var index) && index >= 0 && index < actions.Count ? actions[index] : throw Unknown(wanted, actions);
        }

        return actions.FindAll(pressed => pressed.Action.Title == wanted.GetString()) switch
        {
            [] => throw Unknown(wanted, actions),
            [var only] => only,
            _ => throw new RefusalException(
                StatusCodes.Status409Conflict, $"Several actions are called {wanted}: name one by its index, counted from 0"),
        };
    }

    private static RefusalException Unknown(JsonElement wanted, List<PressedAction> actions)
    {
        var known = actions.Count == 0 ? "none" : string.Join(", ", actions.Select(pressed => pressed.Action.Title));
        return new(StatusCodes.Status404NotFound, $"The message has no action {wanted.GetRawText()}; its actions: {known}");
    }
}
