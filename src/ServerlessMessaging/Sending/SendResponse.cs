using ServerlessMessaging.Records;

namespace ServerlessMessaging.Sending;

/// <summary>The response to a request that was sent or accepted for later.</summary>
/// <param name="Id">The request's id: the caller's, or one given here.</param>
/// <param name="Status">Its state.</param>
/// <param name="Route">The route that the recipient selects.</param>
/// <param name="MessageId">Genesys' id of the message; null where there is none yet, or Genesys gave none.</param>
/// <param name="Degradations">What the route could not show as it was asked; empty where it could.</param>
public sealed record SendResponse(
    string Id,
    MessageState Status,
    SendRoute Route,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? MessageId,
    IReadOnlyList<string> Degradations)
{
    internal static SendResponse From(MessageRecord record) => new(record.Id, record.State, record.Route, record.MessageId, record.Degradations ?? []);
}
