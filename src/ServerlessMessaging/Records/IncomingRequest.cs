namespace ServerlessMessaging.Records;

/// <summary>A request, with its id, as it comes in: by HTTP, from a queue, or as a copy that the application wrote.</summary>
public sealed record IncomingRequest(SendRequest Request, DateTimeOffset AcceptedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>A request at its first arrival, with the default of <c>expiresAt</c>.</summary>
    public IncomingRequest(SendRequest request, DateTimeOffset acceptedAt, string? queue = null)
        : this(request, acceptedAt, request.ExpiresAt ?? (request.SendAt > acceptedAt ? request.SendAt.Value : acceptedAt) + DefaultValidity) => Queue = queue;

    /// <summary>How long a request without <c>expiresAt</c> may be sent.</summary>
    public static readonly TimeSpan DefaultValidity = TimeSpan.FromHours(24);

    /// <summary>The queue that delivered it; null where a caller waits for the response.</summary>
    public string? Queue { get; init; }

    /// <summary>The attempt that a copy was written for, 1 for the first; null where it is no copy of a recorded request.</summary>
    public int? Attempt { get; init; }

    /// <summary>How often a response of Genesys was lost, by its copy.</summary>
    public int UnknownOutcomes { get; init; }

    /// <summary>The W3C trace context that it came with.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Whether an operator decided to send it although it may have been sent.</summary>
    public bool IsForced { get; init; }

    public string Id => Request.Id!;

    public bool IsFromQueue => Queue is not null;

    public bool IsCopy => Attempt is not null;
}
