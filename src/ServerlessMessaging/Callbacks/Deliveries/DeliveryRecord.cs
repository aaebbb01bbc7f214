using Azure.Data.Tables;
using ServerlessMessaging.Callbacks.Routing;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Callbacks.Deliveries;

/// <summary>The delivery of one event, so that it is delivered once however often its webhook comes. Nothing of its content.</summary>
/// <param name="State">How far it has come.</param>
/// <param name="Attempt">The attempt that is made or waits; 1 is the first. An older copy is recognised by it.</param>
public sealed record DeliveryRecord(DeliveryState State, int Attempt) : IOwned
{
    /// <summary>The request behind the event, once it is found.</summary>
    public RelatedRequest? Related { get; init; }

    /// <inheritdoc/>
    public string? Owner { get; init; }

    /// <summary>How long the owner may work on it, from when the storage service wrote the record; null where nothing is under way.</summary>
    public TimeSpan? Lease { get; init; }

    public static void Write(DeliveryRecord record, TableEntity entity)
    {
        entity.SetName(nameof(State), record.State);
        entity[nameof(Attempt)] = record.Attempt;
        entity.Set(nameof(Related), record.Related is { } related ? JsonSerializer.Serialize(related, DeliveryJson.Default.RelatedRequest) : null);
        entity.Set(nameof(Owner), record.Owner);
        entity.SetSeconds(nameof(Lease), record.Lease);
    }

    public static DeliveryRecord Read(TableEntity entity) => new(entity.GetName<DeliveryState>(nameof(State)), entity.GetInt32(nameof(Attempt)).Required())
    {
        Related = entity.GetString(nameof(Related)) is { } related ? JsonSerializer.Deserialize(related, DeliveryJson.Default.RelatedRequest) : null,
        Owner = entity.GetString(nameof(Owner)),
        Lease = entity.GetSeconds(nameof(Lease)),
    };
}
