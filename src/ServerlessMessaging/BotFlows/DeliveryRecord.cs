using Azure.Data.Tables;

namespace ServerlessMessaging.BotFlows;

/// <summary>How far the delivery of an event has come. Delivering: until the lease ends. Waiting: the queue holds it for its next attempt.</summary>
public enum DeliveryState
{
    Delivering,
    Waiting,
    Completed,
    DeadLettered,
}

/// <summary>The request behind an event. It is found once and kept: later the conversation may have gone on.</summary>
/// <param name="IsPress">Whether the customer pressed a button, or sent the text of one.</param>
/// <param name="Id">The request that the event certainly belongs to.</param>
/// <param name="ReplyTo">The bot flow that the request named.</param>
/// <param name="To">The recipient of a reply.</param>
public sealed record RelatedRequest(bool IsPress, string? Id = null, string? ReplyTo = null, Recipient? To = null)
{
    /// <summary>Whether the index entry of the request may only not be written yet.</summary>
    internal bool MayArriveLater { get; init; }
}

/// <summary>The delivery of one event, so that it is delivered once however often its webhook comes. Nothing of its content.</summary>
/// <param name="State">How far it has come.</param>
/// <param name="Attempt">The attempt that is made or waits; 1 is the first. An older copy is recognised by it.</param>
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
        entity.Set(nameof(Related), record.Related is { } related ? JsonSerializer.Serialize(related, BotFlowsJson.Default.RelatedRequest) : null);
        entity.Set(nameof(Owner), record.Owner);
        entity.SetSeconds(nameof(Lease), record.Lease);
    }

    public static DeliveryRecord Read(TableEntity entity) => new(entity.GetName<DeliveryState>(nameof(State)), entity.GetInt32(nameof(Attempt)).Required())
    {
        Related = entity.GetString(nameof(Related)) is { } related ? JsonSerializer.Deserialize(related, BotFlowsJson.Default.RelatedRequest) : null,
        Owner = entity.GetString(nameof(Owner)),
        Lease = entity.GetSeconds(nameof(Lease)),
    };
}
