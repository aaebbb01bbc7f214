using Azure.Data.Tables;
using ServerlessMessaging.Records;

namespace ServerlessMessaging.BotFlows;

/// <summary>The state of the delivery of an event. Delivering: until the lease ends. Waiting: the queue holds it for its next attempt.</summary>
public enum DeliveryState
{
    Delivering,
    Waiting,
    Completed,
    DeadLettered,
}

/// <summary>The request behind an event. It is found once and kept, because the conversation goes on.</summary>
/// <param name="IsPress">Whether the customer pressed a button, or sent the text of one.</param>
/// <param name="Id">The request that the event belongs to, if that is certain.</param>
/// <param name="ReplyTo">The bot flow that the request named.</param>
/// <param name="To">The recipient of a reply.</param>
public sealed record RelatedRequest(bool IsPress, string? Id = null, string? ReplyTo = null, Recipient? To = null)
{
    /// <summary>The option that the customer's text names; null for a button, or another text.</summary>
    public ReplyMatch? Match { get; init; }

    /// <summary>Where the message of the request is kept; null where it is not kept.</summary>
    public KeptMessage? Kept { get; init; }

    /// <summary>Whether the index entry of the request may still be written.</summary>
    internal bool MayArriveLater { get; init; }
}

/// <summary>A message that <see cref="Records.MessageContents"/> keeps, by its hash, with the time of its send.</summary>
public sealed record KeptMessage(string Hash, DateTimeOffset SentAt);

/// <summary>The delivery of one event, so that it is delivered once although its webhook arrives several times. Of the content it has only the matched option, until the event is delivered.</summary>
/// <param name="Attempt">The attempt that is made or waits; 1 is the first. It identifies older copies.</param>
public sealed record DeliveryRecord(DeliveryState State, int Attempt) : IOwned
{
    /// <summary>The request behind the event, once it is found.</summary>
    public RelatedRequest? Related { get; init; }

    /// <inheritdoc/>
    public string? Owner { get; init; }

    /// <inheritdoc/>
    public TimeSpan? Lease { get; init; }

    public static void Write(DeliveryRecord record, TableEntity entity)
    {
        entity.SetName(nameof(State), record.State);
        entity[nameof(Attempt)] = record.Attempt;
        entity.SetLong(nameof(Related), record.Related is { } related ? JsonSerializer.Serialize(related, BotFlowsJson.Default.RelatedRequest) : null);
        entity.Set(nameof(Owner), record.Owner);
        entity.SetSeconds(nameof(Lease), record.Lease);
    }

    public static DeliveryRecord Read(TableEntity entity) => new(entity.GetName<DeliveryState>(nameof(State)), entity.GetInt32(nameof(Attempt)).Required())
    {
        Related = entity.GetLong(nameof(Related)) is { } related ? JsonSerializer.Deserialize(related, BotFlowsJson.Default.RelatedRequest) : null,
        Owner = entity.GetString(nameof(Owner)),
        Lease = entity.GetSeconds(nameof(Lease)),
    };
}
