using Microsoft.AspNetCore.Http.Features;
using ServerlessMessaging.Simulator.Login;
using ServerlessMessaging.Simulator.Requests;

namespace ServerlessMessaging.Simulator.Http;

/// <summary>What one request gathers on its way through the middleware.</summary>
internal sealed class Exchange(Area area)
{
    public Area Area { get; } = area;

    /// <summary>The id that the answer's header and error body repeat.</summary>
    public string ContextId { get; } = Guid.NewGuid().ToString();

    public ReadOnlyMemory<byte> Body { get; set; }

    /// <summary>Set once the request has been recorded.</summary>
    public RecordedRequest? Recorded { get; set; }

    /// <summary>Who calls the API, set for rate-limited areas.</summary>
    public Caller Caller { get; set; } = Caller.Unknown;

    /// <summary>What happens in this order once the answer has gone, even where it is lost.</summary>
    public List<Action> AfterResponse { get; } = [];
}

internal static class ExchangeExtensions
{
    public static Exchange Exchange(this HttpContext context) => context.Features.GetRequiredFeature<Exchange>();

    /// <summary>Path and query as they stood on the request line.</summary>
    public static string Target(this HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return target.StartsWith('/') ? target : context.Request.Path.ToUriComponent() + context.Request.QueryString;
    }
}
