using System.Text;
using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.Requests;

/// <summary>Reads every request's body and, where the area is recorded, keeps the request for the control API.</summary>
internal sealed class RequestRecording(BoundedLog<RecordedRequest> log, TimeProvider timeProvider)
{
    private const string Hidden = "***";

    private static readonly string[] SecretHeaders = ["Authorization", "Proxy-Authorization", "Cookie", "X-IDENTITY-HEADER"];

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var exchange = context.Exchange();
        var at = timeProvider.GetUtcNow();
        byte[]? body = null;
        try
        {
            body = await BodyReading.ReadAsync(context);
        }
        finally
        {
            if (exchange.Area.IsRecorded)
            {
                Record(context, at, body);
            }
        }

        exchange.Body = body ?? throw BodyReading.TooLarge();
        await next(context);
    }

    private void Record(HttpContext context, DateTimeOffset at, byte[]? body)
    {
        var exchange = context.Exchange();
        var text = body is { Length: > 0 } && exchange.Area.HidesBodies ? Hidden
            : body is null ? null
            : Encoding.UTF8.GetString(body);
        var headers = context.Request.Headers.ToDictionary(
            header => header.Key,
            header => SecretHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase) ? Hidden : header.Value.ToString());

        var request = new RecordedRequest(at, context.Request.Method, context.Target(), headers, text);
        exchange.Recorded = request;
        log.Add(request);

        // On starting, so that the status is recorded before the client has the response.
        context.Response.OnStarting(() =>
        {
            if (!context.RequestAborted.IsCancellationRequested)
            {
                request.SetStatus(context.Response.StatusCode);
            }

            return Task.CompletedTask;
        });
    }
}
