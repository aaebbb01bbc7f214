using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessMessaging.Simulator.Http;

internal static class JsonResponse
{
    // The responses are not embedded in HTML, so readable text needs no escaping.
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Task WriteAsync(HttpContext context, object response) =>
        WriteAsync(context, StatusCodes.Status200OK, response);

    public static Task WriteAsync(HttpContext context, int status, object response)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return context.Response.WriteAsJsonAsync(response, response.GetType(), Options, context.RequestAborted);
    }
}
