using System.Text.Json;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.BotSessions;

/// <summary>The members of a message that are for the flow behind the bot and not for the customer.</summary>
internal static class IntentRules
{
    public static void Check(MemberReader message)
    {
        message.OptionalText("intent");
        message.OptionalNumber("confidence", 0, 1);
        if (message.OptionalObject("errorInfo") is { } error)
        {
            error.OptionalText("code");
            error.OptionalText("message");
            error.RefuseUnknown();
        }

        if (message.OptionalElement("parameters", "an object", JsonValueKind.Object) is { } parameters
            && parameters.EnumerateObject().Any(member => member.Value.ValueKind != JsonValueKind.String))
        {
            throw message.Refuse("'parameters' must hold strings only", "parameters");
        }

        foreach (var entity in message.OptionalObjects("entities") ?? [])
        {
            CheckEntity(entity);
        }
    }

    private static void CheckEntity(MemberReader entity)
    {
        entity.RequiredText("name");
        entity.RequiredText("type");
        var (value, values) = (entity.OptionalText("value"), entity.OptionalList("values"));
        entity.RefuseUnknown();
        if (value is null == values is null)
        {
            throw entity.Refuse("Exactly one of value and values is required", "value");
        }
    }
}
