namespace ServerlessMessaging.Records;

/// <summary>A request that arrives, with what is known of its way here.</summary>
/// <param name="Request">The request, with its id.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="ExpiresAt">When it is too late to send it.</param>
public sealed record IncomingRequest(SendRequest Request, DateTimeOffset AcceptedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>How long a request may be sent that does not say it.</summary>
    public static readonly TimeSpan DefaultValidity = TimeSpan.FromHours(24);

    /// <summary>The queue that brought it; null where a caller waits for the answer.</summary>
    public string? Queue { get; init; }

    /// <summary>The attempt that its copy stands for; 0 where it is no copy of ours.</summary>
    public int Attempt { get; init; }

    /// <summary>How often an answer of Genesys was lost, as its copy tells.</summary>
    public int UnknownOutcomes { get; init; }

    /// <summary>The W3C trace context that it came with.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Whether somebody decided that it is sent even where nobody knows whether it was.</summary>
    public bool IsForced { get; init; }

    /// <summary>The request's id.</summary>
    public string Id => Request.Id!;

    /// <summary>Whether a queue brought it.</summary>
    public bool IsFromQueue => Queue is not null;

    /// <summary>Whether it is a copy that we wrote for a certain attempt.</summary>
    public bool IsCopy => Attempt > 0;

    /// <summary>A request as it arrives first, with the default of its end filled in.</summary>
    /// <param name="request">The request, with its id.</param>
    /// <param name="acceptedAt">When it was accepted.</param>
    /// <param name="queue">The queue that brought it, if one did.</param>
    public static IncomingRequest Create(SendRequest request, DateTimeOffset acceptedAt, string? queue = null)
    {
        var start = request.SendAt > acceptedAt ? request.SendAt.Value : acceptedAt;
        return new(request, acceptedAt, request.ExpiresAt ?? start + DefaultValidity) { Queue = queue };
    }
}
