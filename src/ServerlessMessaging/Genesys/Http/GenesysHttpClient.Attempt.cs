using System.Net.Http.Headers;
using ServerlessMessaging.Genesys.RateLimiting;

namespace ServerlessMessaging.Genesys.Http;

/// <summary>One HTTP call: a network failure or a time-out is a result, not an exception.</summary>
public sealed partial class GenesysHttpClient
{
    private const int MaxBodyBytes = 1024 * 1024;

    // The limits of Genesys are per minute; a longer window must not stop every call.
    private const int MaxWindowSeconds = 180;
    private const int MaxAllowance = 1_000_000;

    // Longer than any request may wait, and short enough to be added to any date.
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromDays(30);

    private async Task<GenesysResponse> AttemptAsync(GenesysHttpCall call, CancellationToken timeout)
    {
        var content = call.Body is { } body ? new TrackedContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(call.ContentType) } } : null;
        using var request = new HttpRequestMessage(call.Method, call.Address) { Content = content };
        request.Headers.Authorization = call.Authorization;
        request.Headers.Accept.ParseAdd("application/json");
        Traces.AddTo(request);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout);
            return new GenesysResponse(
                Delivery.ResponseReceived,
                response.StatusCode,
                await ReadAsync(response.Content, timeout),
                RetryAfter: RetryAfterOf(response.Headers, _time.GetUtcNow()),
                RateLimit: RateLimitOf(response.Headers),
                CorrelationId: response.Headers.TryGetValues("ININ-Correlation-Id", out var ids) ? UntrustedText.Clean(ids.First()) : null);
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

    // At most 30 days. Null for 0 s, so that a failing server is not called without a pause.
    private static TimeSpan? RetryAfterOf(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var wait = headers.RetryAfter?.Delta ?? headers.RetryAfter?.Date - now ?? (ExceedsInt(headers) ? MaxRetryAfter : null);
        return wait > MaxRetryAfter ? MaxRetryAfter : wait > TimeSpan.Zero ? wait : null;
    }

    // The framework reads 32-bit seconds only; a longer wait counts as the maximum.
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

    // A received status is valid, even if reading the body fails.
    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken timeout)
    {
        try
        {
            await content.LoadIntoBufferAsync(MaxBodyBytes, timeout);
            return await content.ReadAsByteArrayAsync(timeout);
        }
        catch
        {
            // The size, the network, the time limit or the decompression.
            return ReadOnlyMemory<byte>.Empty;
        }
    }

    // Records whether writing the body began: before that the request cannot have been processed.
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
