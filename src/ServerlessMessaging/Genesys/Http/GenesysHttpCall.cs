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
    ClientRateLimiter? Limiter = null)
{
    private const int MaxBodyBytes = 1024 * 1024;

    // Genesys' limits count by the minute; a longer window must not stop every call.
    private const int MaxWindowSeconds = 180;
    private const int MaxAllowance = 1_000_000;

    // Longer than any request may wait, and short enough to be added to any time.
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromDays(30);

    /// <summary>Makes the call once. A network failure or a time-out is a result, not an exception.</summary>
    internal async Task<GenesysResponse> SendAsync(HttpClient client, TimeProvider time, CancellationToken timeout)
    {
        var content = Body is { } body ? new TrackedContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(ContentType) } } : null;
        using var request = new HttpRequestMessage(Method, Address) { Content = content };
        request.Headers.Authorization = Authorization;
        request.Headers.Accept.ParseAdd("application/json");
        Traces.Pass(request);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout);
            return new GenesysResponse(
                Delivery.ResponseReceived,
                response.StatusCode,
                await ReadAsync(response.Content, timeout),
                RetryAfter: RetryAfterOf(response.Headers, time.GetUtcNow()),
                RateLimit: RateLimitOf(response.Headers),
                CorrelationId: response.Headers.TryGetValues("ININ-Correlation-Id", out var ids) ? LenientJson.Clean(ids.First()) : null);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException)
        {
            var cause = exception switch
            {
                HttpRequestException network => network.HttpRequestError.ToString(),
                OperationCanceledException => "Timeout",
                _ => exception.GetType().Name,
            };
            return new GenesysResponse(content is { WriteStarted: false } ? Delivery.NotSent : Delivery.ResponseLost, Cause: cause);
        }
    }

    // At most 30 days; null where there is nothing to wait for, because a server that fails and says 0 s would be called without a pause.
    private static TimeSpan? RetryAfterOf(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var wait = headers.RetryAfter?.Delta ?? headers.RetryAfter?.Date - now ?? (ExceedsInt(headers) ? MaxRetryAfter : null);
        return wait > MaxRetryAfter ? MaxRetryAfter : wait > TimeSpan.Zero ? wait : null;
    }

    // The framework reads no more seconds than an int holds; a wait of more is still a wait.
    private static bool ExceedsInt(HttpResponseHeaders headers) =>
        headers.NonValidated.TryGetValues("Retry-After", out var values) && values.Count == 1 && values.ToString() is { Length: > 0 } text && text.All(char.IsAsciiDigit);

    // Null where a header is missing or out of any plausible range.
    private static RateLimit? RateLimitOf(HttpResponseHeaders headers) =>
        Number(headers, "allowed") is { } allowed and >= 1 and <= MaxAllowance
        && Number(headers, "count") is { } count
        && Number(headers, "reset") is { } reset and >= 1 and <= MaxWindowSeconds
            ? new(allowed, Math.Min(count, allowed), TimeSpan.FromSeconds(reset))
            : null;

    private static int? Number(HttpResponseHeaders headers, string name) => headers.TryGetValues($"inin-ratelimit-{name}", out var values)
        && int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // A status that has come stands, whatever happens to the body after it.
    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken timeout)
    {
        try
        {
            await content.LoadIntoBufferAsync(MaxBodyBytes, timeout);
            return await content.ReadAsByteArrayAsync(timeout);
        }
        catch
        {
            // Too long, the network, the time, or what unpacks the body.
            return ReadOnlyMemory<byte>.Empty;
        }
    }

    // Notes whether writing the body began: before that the request cannot have been processed.
    private sealed class TrackedContent(ReadOnlyMemory<byte> body) : HttpContent
    {
        public bool WriteStarted { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            WriteStarted = true;
            await stream.WriteAsync(body, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = body.Length;
            return true;
        }
    }
}
