using ServerlessMessaging.Genesys.RateLimiting;

namespace ServerlessMessaging.Genesys.Http;

/// <summary>What became of an HTTP call.</summary>
/// <param name="Delivery">How far it came.</param>
/// <param name="Status">Null where no response came.</param>
/// <param name="Body">Empty where it could not be read whole.</param>
/// <param name="Cause">Why no response came, as the network names it.</param>
/// <param name="RetryAfter">The wait that the response asks for, at most 30 days.</param>
/// <param name="RateLimit">The state of the client's rate limit, if the response has it.</param>
/// <param name="CorrelationId">Genesys' id of the response, from its header.</param>
public sealed record GenesysResponse(
    Delivery Delivery,
    HttpStatusCode? Status = null,
    ReadOnlyMemory<byte> Body = default,
    string? Cause = null,
    TimeSpan? RetryAfter = null,
    RateLimit? RateLimit = null,
    string? CorrelationId = null)
{
    public bool IsSuccess => (int?)Status is >= 200 and < 300;

    public bool IsRateLimited => Status == HttpStatusCode.TooManyRequests;

    /// <summary>No response, or 5xx.</summary>
    public bool IsServerFailure => Status is null or >= HttpStatusCode.InternalServerError;
}

/// <summary>How far a call came.</summary>
public enum Delivery
{
    /// <summary>An HTTP response came.</summary>
    ResponseReceived,

    /// <summary>Certainly not processed: writing the body never began.</summary>
    NotSent,

    /// <summary>The request was written, its response lost.</summary>
    ResponseLost,
}
