using System.Globalization;
using System.Net.Mime;

namespace ServerlessMessaging.Functions.Http;

/// <summary>A JSON answer: status, bytes, and when to come again.</summary>
internal sealed class Answer(int status, byte[] body, string contentType = MediaTypeNames.Application.Json) : IResult
{
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether it repeats the answer of an earlier request with the same id.</summary>
    public bool Replayed { get; init; }

    /// <summary>Where the outcome can be asked for.</summary>
    public string? Location { get; init; }

    /// <summary>The preference that was followed.</summary>
    public string? PreferenceApplied { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        // Nothing here may be kept: an answer speaks of one request at one moment.
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (Replayed)
        {
            response.Headers["Idempotent-Replayed"] = "true";
        }

        if (Location is not null)
        {
            response.Headers.Location = Location;
        }

        if (PreferenceApplied is not null)
        {
            response.Headers["Preference-Applied"] = PreferenceApplied;
        }

        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        try
        {
            await response.Body.WriteAsync(body);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            // The caller left; what was done stays done, and the invocation did not fail.
        }
    }
}
