using System.Net.Http.Headers;
using ServerlessMessaging.Genesys.RateLimiting;

namespace ServerlessMessaging.Genesys.Http;

/// <summary>
/// One HTTP call, which can be made more than once. It is idempotent if a repeat is harmless even where the first call was
/// processed. It has the rate limiter of its OAuth client, if there is a limit.
/// </summary>
public sealed record GenesysHttpCall(
    HttpMethod Method,
    Uri Address,
    bool IsIdempotent,
    ReadOnlyMemory<byte>? Body = null,
    string ContentType = "application/json",
    AuthenticationHeaderValue? Authorization = null,
    ClientRateLimiter? Limiter = null);
