using System.Globalization;
using System.Text.Json.Serialization;
using ServerlessMessaging.Simulator.Conversations;

namespace ServerlessMessaging.Simulator.Webhooks;

/// <summary>Sender, recipient and time of a message.</summary>
internal sealed record MessageChannel(Guid MessageId, MessageParty To, MessageParty From, string Time)
{
    [JsonPropertyOrder(-1)]
    public string Id { get; } = DevelopmentRecipients.IntegrationId;

    [JsonPropertyOrder(-1)]
    public string Platform { get; } = "Open";

    [JsonPropertyOrder(-1)]
    public string Type { get; } = "Private";

    /// <summary>When the message was edited; an edit keeps the id.</summary>
    public string? DateModified { get; init; }

    /// <summary>When the message was deleted.</summary>
    public string? DateDeleted { get; init; }

    public static MessageChannel FromCustomer(Contact contact, Guid messageId, DateTimeOffset at) =>
        new(messageId, MessageParty.Integration, MessageParty.From(contact), TimeText(at));

    public static MessageChannel ToCustomer(Contact contact, Guid messageId, DateTimeOffset at) =>
        new(messageId, MessageParty.From(contact), MessageParty.Integration, TimeText(at));

    public static string TimeText(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

internal sealed record MessageParty(string Id, string IdType, string Nickname)
{
    public static readonly MessageParty Integration = new(DevelopmentRecipients.IntegrationId, "Opaque", "Simulated integration");

    public static MessageParty From(Contact contact) => new(contact.CustomerId, "Opaque", contact.Name);
}
