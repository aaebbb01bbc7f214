using System.Collections.Frozen;

namespace ServerlessMessaging.Simulator.Phone;

/// <summary>The phone page: static files that call the control API.</summary>
internal static class PhonePage
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly FrozenDictionary<string, PageFile> Files = PageFile.LoadAll().ToFrozenDictionary(file => file.Path);

    public static bool Serves(PathString path) => Files.ContainsKey(path.Value ?? "");

    public static void Map(WebApplication app)
    {
        foreach (var file in Files.Values)
        {
            app.MapMethods(file.Path, [HttpMethods.Get, HttpMethods.Head], context => WriteAsync(context, file));
        }
    }

    private static async Task WriteAsync(HttpContext context, PageFile file)
    {
        var response = context.Response;
        response.ContentType = file.ContentType;
        response.ContentLength = file.Content.Length;
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers.CacheControl = "no-cache";
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await response.Body.WriteAsync(file.Content, context.RequestAborted);
        }
    }
}
