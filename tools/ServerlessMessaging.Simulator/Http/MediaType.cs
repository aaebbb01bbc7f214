using Microsoft.Net.Http.Headers;

namespace ServerlessMessaging.Simulator.Http;

internal static class MediaType
{
    /// <summary>Refuses a body that is not declared as JSON in UTF-8.</summary>
    public static void RequireJson(HttpRequest request)
    {
        var isJson = Is(request, "application/json", out var mediaType)
            && (mediaType.Charset.Length == 0 || mediaType.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            && request.Headers.ContentEncoding.Count == 0;
        if (!isJson)
        {
            throw new RefusalException(StatusCodes.Status415UnsupportedMediaType, "The content type must be application/json");
        }
    }

    public static bool IsForm(HttpRequest request) => Is(request, "application/x-www-form-urlencoded", out _);

    private static bool Is(HttpRequest request, string name, out MediaTypeHeaderValue mediaType)
    {
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed))
        {
            mediaType = parsed;
            return parsed.MediaType.Equals(name, StringComparison.OrdinalIgnoreCase);
        }

        mediaType = new MediaTypeHeaderValue(name);
        return false;
    }
}
