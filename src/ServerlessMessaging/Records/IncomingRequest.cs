namespace ServerlessMessaging.Records;

/// <summary>A request with its id, as received over HTTP, from a queue, or as a copy that the application wrote.</summary>
public sealed record IncomingRequest(SendRequest Request, DateTimeOffset AcceptedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>A request at its first arrival, with the default of <c>expiresAt</c>.</summary>
    public IncomingRequest(SendRequest request, DateTimeOffset acceptedAt, string? queue = null)
        : this(request, acceptedAt, request.ExpiresAt ?? (request.SendAt > acceptedAt ? request.SendAt.Value : acceptedAt) + DefaultValidity) => Queue = queue;

    /// <summary>How long a request without <c>expiresAt</c> may be sent.</summary>
    public static readonly TimeSpan DefaultValidity = TimeSpan.FromHours(24);

    /// <summary>The queue that delivered it; null where a caller waits for the response.</summary>
    public string? Queue { get; init; }

    /// <summary>The attempt of a copy, 1 for the first; null where it is not a copy of a recorded request.</summary>
    public int? Attempt { get; init; }

    /// <summary>How often a response of Genesys was lost, according to the copy.</summary>
    public int UnknownOutcomes { get; init; }

    /// <summary>The owner mark of the claim that ended with this copy; null where none did.</summary>
    public string? EndedOwner { get; init; }

    /// <summary>The W3C trace context that it came with.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Whether an operator forces the send although it may have been sent.</summary>
    public bool IsForced { get; init; }

    public string Id => Request.Id!;

    public bool IsFromQueue => Queue is not null;

    public bool IsCopy => Attempt is not null;
}
