using ServerlessMessaging.Records;

namespace ServerlessMessaging.Sending;

/// <summary>The answer to a request that was sent or taken over.</summary>
/// <param name="Id">The request's id: the caller's, or one given here.</param>
/// <param name="Status">Its state.</param>
/// <param name="Route">The route that is taken.</param>
/// <param name="MessageId">Genesys' id of the message; null where there is none yet, or its answer held none.</param>
/// <param name="Degradations">What the route could not show as it was asked; empty where it could.</param>
public sealed record SendAnswer(
    string Id,
    MessageState Status,
    SendRoute Route,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? MessageId,
    IReadOnlyList<string> Degradations)
{
    internal static SendAnswer Of(MessageRecord record) =>
        new(record.Id, record.State, record.Route, record.MessageId, record.Degradations ?? []);
}
