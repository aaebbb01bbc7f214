using System.Net.Mime;
using Microsoft.Net.Http.Headers;
using ServerlessMessaging.Http;

namespace ServerlessMessaging.Functions.Http;

/// <summary>Reads a JSON body under a limit, whatever the request's headers claim.</summary>
internal static class RequestBody
{
    /// <summary>The largest body of one request, in bytes.</summary>
    public const int OneRequest = 256 * 1024;

    /// <summary>The largest body of a batch, in bytes.</summary>
    public const int Batch = 1024 * 1024;

    // A body that trickles in must not use up the time for sending.
    private static readonly TimeSpan Slowest = TimeSpan.FromSeconds(5);

    /// <summary>Reads the body.</summary>
    /// <returns>The bytes, or why they are not taken (SM1008, SM1009, SM1010).</returns>
    public static async Task<(ReadOnlyMemory<byte> Body, Problem? Problem)> ReadJsonAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (!IsJson(request.ContentType))
        {
            return (default, new(ErrorCodes.UnsupportedContentType, "Send JSON in UTF-8 with the header Content-Type: application/json."));
        }

        if (request.Headers.ContentEncoding.Count > 0)
        {
            return (default, new(ErrorCodes.UnsupportedContentType, "Send the body without Content-Encoding."));
        }

        return await ReadAsync(request, limit, Slowest, cancellationToken);
    }

    /// <summary>Reads the body, whatever it is.</summary>
    /// <returns>The bytes, or why they are not taken (SM1009, SM1010).</returns>
    public static async Task<(ReadOnlyMemory<byte> Body, Problem? Problem)> ReadAsync(HttpRequest request, int limit, TimeSpan slowest, CancellationToken cancellationToken)
    {
        var tooLarge = new Problem(ErrorCodes.BodyTooLarge, $"The body may have at most {limit} bytes. Send less, or fewer requests at once.");
        if (request.ContentLength > limit)
        {
            return (default, tooLarge);
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(slowest);
        try
        {
            var (body, isCut) = await BoundedBody.ReadAsync(request.Body, limit, timeout.Token);
            return isCut ? (default, tooLarge) : (body, null);
        }
        catch (Exception exception) when (exception is BadHttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return (default, new(ErrorCodes.BodyIncomplete, "The body ended early or came too slowly. Send it again."));
        }
    }

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));
}
