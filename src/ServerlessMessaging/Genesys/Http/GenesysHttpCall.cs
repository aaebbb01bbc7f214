using System.Net.Http.Headers;
using ServerlessMessaging.Genesys.RateLimiting;

namespace ServerlessMessaging.Genesys.Http;

/// <summary>
/// One HTTP call, described so that it can be made more than once. It is idempotent if a repeat does no harm even where the first call was
/// processed; it has the rate limiter of the calling OAuth client, if a limit is known.
/// </summary>
public sealed record GenesysHttpCall(
    HttpMethod Method,
    Uri Address,
    bool IsIdempotent,
    ReadOnlyMemory<byte>? Body = null,
    string ContentType = "application/json",
    AuthenticationHeaderValue? Authorization = null,
    ClientRateLimiter? Limiter = null);
