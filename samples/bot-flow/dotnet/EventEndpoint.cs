using Microsoft.Net.Http.Headers;

namespace BotFlow;

/// <summary>Receives an event: checks size, signature and format, in this order, and responds.</summary>
internal sealed class EventEndpoint(WebhookSignature signature, ProcessedEvents processed)
{
    public const int MaxBodySize = 512 * 1024;

    public async Task<IResult> HandleAsync(HttpRequest request)
    {
        if (await ReadBodyAsync(request) is not { } body)
        {
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        var id = Header(request, "webhook-id");
        if (!signature.IsValid(id, Header(request, "webhook-timestamp"), Header(request, "webhook-signature"), body))
        {
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        }

        var isStructured = MediaTypeHeaderValue.TryParse(Header(request, "content-type"), out var type) && type.MediaType.Equals("application/cloudevents+json", StringComparison.OrdinalIgnoreCase);
        if (!isStructured || !FlowEvent.TryRead(body, out var flowEvent) || flowEvent.Id != id)
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        var (response, isKnown) = processed.Process(flowEvent);
        Console.WriteLine(isKnown ? $"{flowEvent.Line} (again)" : flowEvent.Line);
        return response;
    }

    private static async Task<byte[]?> ReadBodyAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        try
        {
            await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
            return body.ToArray();
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }

    private static string Header(HttpRequest request, string name) =>
        request.Headers[name] is [{ } value] ? value : "";
}
