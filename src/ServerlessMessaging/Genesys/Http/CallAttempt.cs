using System.Net.Http.Headers;
using ServerlessMessaging.Genesys.Pacing;
using ServerlessMessaging.Http;

namespace ServerlessMessaging.Genesys.Http;

/// <summary>Makes a call once. Reads no more of an answer than an answer of Genesys can need.</summary>
public sealed class CallAttempt(IHttpClientFactory clients, TimeProvider time)
{
    /// <summary>The name of the HTTP client.</summary>
    public const string ClientName = "Genesys";

    private const int MaximumBody = 1024 * 1024;

    // Genesys' limits count by the minute; what claims to last longer must not hold everybody up.
    private const int LongestWindow = 180;
    private const int LargestAllowance = 1_000_000;

    public async Task<GenesysAnswer> MakeAsync(GenesysCall call, CancellationToken timeout)
    {
        var content = call.Body is { } body ? new TrackedContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(call.ContentType) } } : null;
        using var request = new HttpRequestMessage(call.Method, call.Address) { Content = content };
        request.Headers.Authorization = call.Authorization;
        request.Headers.Accept.ParseAdd("application/json");
        Traces.Pass(request);
        try
        {
            using var response = await clients.CreateClient(ClientName).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout);
            return new GenesysAnswer(Delivery.Answered)
            {
                Status = response.StatusCode,
                RetryAfter = RetryAfterHeader.Read(response.Headers, time.GetUtcNow()),
                RateLimit = RateLimitOf(response.Headers),
                CorrelationId = response.Headers.TryGetValues("ININ-Correlation-Id", out var ids) ? ErrorBody.Clean(ids.First()) : null,
                Body = await ReadAsync(response.Content, timeout),
            };
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException)
        {
            return new GenesysAnswer(content is { WriteStarted: false } ? Delivery.NotWritten : Delivery.AnswerLost) { Cause = CauseOf(exception) };
        }
    }

    // Whatever else may stand there is none.
    private static RateLimit? RateLimitOf(HttpResponseHeaders headers) =>
        Number(headers, "allowed") is { } allowed and >= 1 and <= LargestAllowance
        && Number(headers, "count") is { } count
        && Number(headers, "reset") is { } reset and >= 1 and <= LongestWindow
            ? new(allowed, Math.Min(count, allowed), TimeSpan.FromSeconds(reset))
            : null;

    private static int? Number(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues($"inin-ratelimit-{name}", out var values) && int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string CauseOf(Exception exception) => exception switch
    {
        HttpRequestException request => request.HttpRequestError.ToString(),
        OperationCanceledException => "Timeout",
        _ => exception.GetType().Name,
    };

    // A status that has come stands, whatever happens to the body after it.
    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken timeout)
    {
        try
        {
            await using var stream = await content.ReadAsStreamAsync(timeout);
            var (body, isCut) = await BoundedBody.ReadAsync(stream, MaximumBody, timeout);
            return isCut ? ReadOnlyMemory<byte>.Empty : body;
        }
        catch
        {
            // The network, the time, or what unpacks the body.
            return ReadOnlyMemory<byte>.Empty;
        }
    }
}
