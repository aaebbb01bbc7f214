using Microsoft.AspNetCore.Http.Features;
using ServerlessMessaging.Simulator.Login;
using ServerlessMessaging.Simulator.Requests;

namespace ServerlessMessaging.Simulator.Http;

/// <summary>The data that the middleware collects about one request.</summary>
internal sealed class Exchange(Area area)
{
    public Area Area { get; } = area;

    /// <summary>The correlation id in the response header and in the error body.</summary>
    public string ContextId { get; } = Guid.NewGuid().ToString();

    public ReadOnlyMemory<byte> Body { get; set; }

    /// <summary>Set once the request has been recorded.</summary>
    public RecordedRequest? Recorded { get; set; }

    /// <summary>The caller of the API, set for rate-limited areas.</summary>
    public Caller Caller { get; set; } = Caller.Unknown;

    /// <summary>Runs in this order after the response, also when the response is lost.</summary>
    public List<Action> AfterResponse { get; } = [];
}

internal static class ExchangeExtensions
{
    public static Exchange Exchange(this HttpContext context) => context.Features.GetRequiredFeature<Exchange>();

    /// <summary>Path and query exactly as on the request line.</summary>
    public static string Target(this HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return target.StartsWith('/') ? target : context.Request.Path.ToUriComponent() + context.Request.QueryString;
    }
}
