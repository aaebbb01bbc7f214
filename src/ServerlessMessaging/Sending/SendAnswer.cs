using System.Text.Json.Serialization;
using ServerlessMessaging.Messages;

namespace ServerlessMessaging.Sending;

/// <summary>The answer to a request that Genesys accepted.</summary>
/// <param name="Id">The request's id: the caller's, or one given here.</param>
/// <param name="Status"><c>sent</c>.</param>
/// <param name="Route">The route that was taken.</param>
/// <param name="MessageId">Genesys' id of the message; null where its answer held none.</param>
/// <param name="Degradations">What the route could not show as it was asked; empty where it could.</param>
public sealed record SendAnswer(
    string Id,
    string Status,
    SendRoute Route,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? MessageId,
    IReadOnlyList<string> Degradations);
