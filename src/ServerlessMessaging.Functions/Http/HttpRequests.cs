using System.Net.Mime;
using Microsoft.Net.Http.Headers;
using ServerlessMessaging.Http;

namespace ServerlessMessaging.Functions.Http;

/// <summary>Reads preferences, query and body of a request. The body has a limit of size and time that does not depend on the headers.</summary>
public sealed partial class HttpRequests(HttpResponses responses, ILogger<HttpRequests> logger)
{
    /// <summary>The largest body of one request, in bytes.</summary>
    public const int MaxRequestBytes = 256 * 1024;

    /// <summary>The largest body of a batch, in bytes.</summary>
    public const int MaxBatchBytes = 1024 * 1024;

    // Longer values of headers are not parsed.
    private const int MaxHeaderLength = 1000;

    /// <summary>The preference not to wait for the outcome (RFC 7240).</summary>
    internal const string RespondAsync = "respond-async";

    // A slow body must not use up the time for sending.
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Whether the caller prefers not to wait for the outcome.</summary>
    public static bool PrefersRespondAsync(HttpRequest request) => request.Headers["Prefer"]
        .Where(value => value?.Length <= MaxHeaderLength)
        .SelectMany(value => value!.Split(','))
        .Select(preference => preference.Split(';')[0].Trim())
        .Contains(RespondAsync, StringComparer.OrdinalIgnoreCase);

    /// <summary>The header <c>Idempotency-Key</c>, or null. Two headers are joined into an invalid key, so they are refused.</summary>
    public static string? IdempotencyKey(HttpRequest request) => request.Headers.TryGetValue("Idempotency-Key", out var values) ? values.ToString() : null;

    /// <summary>Each name of the query string with each of its values.</summary>
    public static IEnumerable<KeyValuePair<string, string>> QueryValues(HttpRequest request) =>
        request.Query.SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value ?? string.Empty)));

    /// <summary>Reads a JSON body and responds with the result of the function, or with why the body is refused (SM1008, SM1009, SM1010).</summary>
    public async Task<IResult> WithJsonAsync(HttpRequest request, int maxBytes, Func<ReadOnlyMemory<byte>, Task<IResult>> respond)
    {
        var (body, problem) = ContentProblem(request) is { } refused ? (default, refused) : await ReadAsync(request, maxBytes, ReadTimeout);
        if (problem is null)
        {
            return await respond(body);
        }

        LogRefusal(problem.Code);
        return responses.Problem(request, problem);
    }

    /// <summary>Reads a body, whatever its content.</summary>
    /// <returns>The bytes, or why they are refused (SM1009, SM1010).</returns>
    public static async Task<(ReadOnlyMemory<byte> Body, Problem? Problem)> ReadAsync(HttpRequest request, int maxBytes, TimeSpan maxTime)
    {
        var tooLarge = new Problem(ErrorCodes.BodyTooLarge, $"The body may have at most {maxBytes} bytes. Send less, or fewer requests at once.");
        if (request.ContentLength > maxBytes)
        {
            return (default, tooLarge);
        }

        var aborted = request.HttpContext.RequestAborted;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        timeout.CancelAfter(maxTime);
        try
        {
            var (body, isCut) = await BoundedBody.ReadAsync(request.Body, maxBytes, timeout.Token);
            return isCut ? (default, tooLarge) : (body, null);
        }
        catch (Exception exception) when (exception is BadHttpRequestException or IOException || (exception is OperationCanceledException && !aborted.IsCancellationRequested))
        {
            return (default, new(ErrorCodes.BodyIncomplete, "The body ended early or came too slowly. Send it again."));
        }
    }

    private static Problem? ContentProblem(HttpRequest request) =>
        !IsJson(request.ContentType) ? new(ErrorCodes.UnsupportedContentType, "Send JSON in UTF-8 with the header Content-Type: application/json.")
        : request.Headers.ContentEncoding.Count > 0 ? new(ErrorCodes.UnsupportedContentType, "Send the body without Content-Encoding.")
        : null;

    private static bool IsJson(string? contentType) =>
        contentType?.Length <= MaxHeaderLength
        && MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));

    private void LogRefusal(ErrorCode code)
    {
        if (code == ErrorCodes.BodyTooLarge)
        {
            Log.TooLarge(logger);
        }
        else if (code == ErrorCodes.UnsupportedContentType)
        {
            Log.ContentTypeRefused(logger);
        }
        else
        {
            Log.Incomplete(logger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.ContentTypeRefused, LogLevel.Information, "Request refused with 415: its content is not JSON in UTF-8")]
        public static partial void ContentTypeRefused(ILogger logger);

        [LoggerMessage(EventIds.BodyTooLarge, LogLevel.Information, "Request refused with 413: its body is too large")]
        public static partial void TooLarge(ILogger logger);

        [LoggerMessage(EventIds.BodyIncomplete, LogLevel.Information, "Request refused with 400: its body did not arrive completely")]
        public static partial void Incomplete(ILogger logger);
    }
}
