namespace ServerlessMessaging.Telemetry;

/// <summary>The activities from trigger to Genesys and from webhook to bot flow. Their tags are ids, names and codes; never an address, message text or secret.</summary>
internal static class Traces
{
    private static readonly ActivitySource Source = new(MessagingMetrics.Name);

    /// <summary>Starts an activity, even without a listener, because queue messages and calls continue its trace.</summary>
    /// <remarks>The parent is the given W3C trace context, else the current activity.</remarks>
    public static Activity Start(string name, ActivityKind kind = ActivityKind.Internal, string? traceParent = null)
    {
        var isKnown = ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var parent);
        // The invocation of the function has another trace.
        ActivityLink[] links = isKnown && Activity.Current is { IdFormat: ActivityIdFormat.W3C } invocation && invocation.TraceId != parent.TraceId ? [new(invocation.Context)] : [];
        return Source.StartActivity(kind, parent, links: links, name: name) ?? StartWithoutListener(name, isKnown ? parent : null);
    }

    /// <summary>Adds the trace to a call, without the baggage of the caller.</summary>
    public static void AddTo(HttpRequestMessage request)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity)
        {
            request.Headers.TryAddWithoutValidation("traceparent", activity.Id);
        }
    }

    /// <summary>Tags a call with its server. The path is left out, because it has the ids of users and channels.</summary>
    public static Activity To(this Activity activity, HttpMethod method, Uri address) => activity
        .SetTag("http.request.method", method.Method)
        .SetTag("server.address", address.Host)
        .SetTag("server.port", address.Port);

    /// <summary>Tags a call with the status of its response; 400 and above is an error.</summary>
    public static void SetResponse(this Activity activity, int status)
    {
        activity.SetTag("http.response.status_code", status);
        if (status >= 400)
        {
            activity.Fail(status.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Marks an activity as failed, with an error code, a status or the kind of fault.</summary>
    public static void Fail(this Activity activity, string code) => activity.SetTag("error.type", code).SetStatus(ActivityStatusCode.Error, code);

    private static Activity StartWithoutListener(string name, ActivityContext? parent)
    {
        var activity = new Activity(name);
        if (parent is { } known)
        {
            activity.SetParentId(known.TraceId, known.SpanId, known.TraceFlags);
        }

        return activity.Start();
    }
}
