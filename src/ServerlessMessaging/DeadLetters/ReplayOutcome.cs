namespace ServerlessMessaging.DeadLetters;

/// <summary>What became of a dead letter that was to be replayed or purged.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReplayOutcome>))]
public enum ReplayOutcome
{
    /// <summary>It is on its way again, and the letter is gone. In a dry run: it would be.</summary>
    [JsonStringEnumMemberName("replayed")]
    Replayed,

    /// <summary>The letter is deleted. In a dry run: it would be.</summary>
    [JsonStringEnumMemberName("purged")]
    Purged,

    /// <summary>It was done in the meantime; the letter is gone.</summary>
    [JsonStringEnumMemberName("alreadySent")]
    AlreadySent,

    /// <summary>It is on its way already.</summary>
    [JsonStringEnumMemberName("underWay")]
    UnderWay,

    /// <summary>Nobody knows whether it was sent: replay it with <c>force</c> to send it all the same.</summary>
    [JsonStringEnumMemberName("parked")]
    Parked,

    /// <summary>It was cancelled.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,

    /// <summary>Its record is gone, so nothing guards against sending twice: replay it with <c>force</c> to send it all the same.</summary>
    [JsonStringEnumMemberName("recordGone")]
    RecordGone,

    /// <summary>Its record was written by another version of the app: deploy that version and replay it there.</summary>
    [JsonStringEnumMemberName("recordUnreadable")]
    RecordUnreadable,

    /// <summary>Its id belongs to a request that says something else.</summary>
    [JsonStringEnumMemberName("anotherBody")]
    AnotherBody,

    /// <summary>It holds nothing that could be sent.</summary>
    [JsonStringEnumMemberName("unusable")]
    Unusable,

    /// <summary>Somebody else replayed or purged it in the meantime.</summary>
    [JsonStringEnumMemberName("gone")]
    Gone,
}
