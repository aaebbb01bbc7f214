using ServerlessMessaging.Genesys.RateLimiting;

namespace ServerlessMessaging.Genesys.Http;

/// <summary>
/// What became of an HTTP call. Where a response came it has a status, and its body unless that could not be read whole; where none came,
/// the cause is what the network says.
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
