using ServerlessMessaging.Genesys.RateLimiting;

namespace ServerlessMessaging.Genesys.Http;

/// <summary>
/// The result of an HTTP call. With a response it has a status, and the body if it could be read completely; without one
/// it has the cause from the network.
/// </summary>
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

/// <summary>How far a call got.</summary>
public enum Delivery
{
    /// <summary>There is an HTTP response.</summary>
    ResponseReceived,

    /// <summary>Not processed: writing the body never began.</summary>
    NotSent,

    /// <summary>The request was written, but its response was lost.</summary>
    ResponseLost,
}
