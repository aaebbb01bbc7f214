namespace ServerlessMessaging.Telemetry;

/// <summary>
/// The activities of a message's way, from trigger to Genesys and from webhook to bot flow. Their tags hold ids, names and codes;
/// never an address, what is said, or a secret.
/// </summary>
internal static class Traces
{
    private static readonly ActivitySource Source = new(MessagingMetrics.Name);

    /// <summary>Begins a piece of work, also where nobody listens: its trace goes on in what we write and call.</summary>
    /// <param name="name">What is done.</param>
    /// <param name="kind">Its part in a conversation of processes.</param>
    /// <param name="traceParent">The W3C trace context that came with what is worked on; without one it belongs to the current activity.</param>
    public static Activity Start(string name, ActivityKind kind = ActivityKind.Internal, string? traceParent = null)
    {
        var isKnown = ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var parent);
        // The invocation that brought it has a trace of its own.
        ActivityLink[] links = isKnown && Activity.Current is { IdFormat: ActivityIdFormat.W3C } invocation && invocation.TraceId != parent.TraceId ? [new(invocation.Context)] : [];
        return Source.StartActivity(kind, parent, links: links, name: name) ?? Unheard(name, isKnown ? parent : null);
    }

    /// <summary>Tells the server that is called in which trace that happens. Only that: what a caller gave along besides is not Genesys' or a flow's.</summary>
    public static void Pass(HttpRequestMessage request)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity)
        {
            request.Headers.TryAddWithoutValidation("traceparent", activity.Id);
        }
    }

    /// <summary>Notes whom a call goes to. Not where exactly: addresses hold the ids of users and channels.</summary>
    public static Activity To(this Activity activity, HttpMethod method, Uri address) => activity
        .SetTag("http.request.method", method.Method)
        .SetTag("server.address", address.Host)
        .SetTag("server.port", address.Port);

    /// <summary>Notes the status that a call was answered with.</summary>
    public static void Answered(this Activity activity, int status)
    {
        activity.SetTag("http.response.status_code", status);
        if (status >= 400)
        {
            activity.Fail(status.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Notes that it did not succeed.</summary>
    /// <param name="activity">The activity.</param>
    /// <param name="code">An error code, a status or the kind of a fault.</param>
    public static void Fail(this Activity activity, string code) => activity.SetTag("error.type", code).SetStatus(ActivityStatusCode.Error, code);

    private static Activity Unheard(string name, ActivityContext? parent)
    {
        var activity = new Activity(name);
        if (parent is { } known)
        {
            activity.SetParentId(known.TraceId, known.SpanId, known.TraceFlags);
        }

        return activity.Start();
    }
}
