namespace ServerlessMessaging.Callbacks.Events;

/// <summary>What a bot flow gets: a CloudEvent 1.0.</summary>
/// <param name="Type">Its type, one of <see cref="EventTypes"/>.</param>
/// <param name="Source">Where it comes from: <c>/genesys/{integration or channel}</c>.</param>
/// <param name="Id">Its id; the same for every delivery.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Data">What happened.</param>
public sealed record BotFlowEvent(string Type, string Source, string Id, DateTimeOffset Time, BotFlowData Data)
{
    /// <summary>The version of CloudEvents.</summary>
    public string Specversion { get; } = "1.0";

    /// <summary>The conversation; null where it is unknown.</summary>
    public string? Subject { get; init; }

    /// <summary>The form of the data.</summary>
    public string Datacontenttype { get; } = "application/json";
}

/// <summary>The data of an event. What does not belong to its type is not there.</summary>
public sealed record BotFlowData
{
    /// <summary>What the button carries, parsed where it is JSON; else as its text.</summary>
    public JsonElement? Payload { get; init; }

    /// <summary>What the button carries, as it came.</summary>
    public string? RawPayload { get; init; }

    /// <summary>The button's label.</summary>
    public string? Title { get; init; }

    /// <summary>What the customer said.</summary>
    public string? Text { get; init; }

    /// <summary>The message that belongs to the event, by Genesys' id.</summary>
    public string? OriginatingMessageId { get; init; }

    /// <summary>The request that belongs to the event.</summary>
    public string? RequestId { get; init; }

    /// <summary>The flow that the request named.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>The customer's id.</summary>
    public string? From { get; init; }

    /// <summary>Genesys' id of the conversation.</summary>
    public string? ConversationId { get; init; }

    /// <summary>The customer as a recipient, ready to answer with.</summary>
    public Recipient? To { get; init; }

    /// <summary>What became of a message.</summary>
    public string? Status { get; init; }

    /// <summary>The route that a request took.</summary>
    public SendRoute? Route { get; init; }

    /// <summary>Why a message failed: Genesys' codes, or ours.</summary>
    public IReadOnlyList<string>? Reasons { get; init; }

    /// <summary>The message to render, as Genesys sent it.</summary>
    public JsonElement? Message { get; init; }
}
