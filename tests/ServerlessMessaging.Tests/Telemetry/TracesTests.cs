using System.Diagnostics;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Telemetry;

/// <summary>Traces that continue across queues and calls.</summary>
public sealed class TracesTests
{
    private const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Start_TraceParent_ContinuesThatTraceWithAndWithoutListener(bool hasListener)
    {
        using var listener = hasListener ? new RecordedActivities() : null;

        using var activity = Traces.Start("send", ActivityKind.Consumer, TraceParent);

        Assert.Equal(("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", "send"), (activity.TraceId.ToString(), activity.ParentSpanId.ToString(), activity.OperationName));
        Assert.Same(activity, Activity.Current);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("invalid")]
    [InlineData("00-00000000000000000000000000000000-0000000000000000-00")]
    public void Start_NoOrBrokenTraceParent_BeginsATrace(string? traceParent)
    {
        using var activity = Traces.Start("send", traceParent: traceParent);

        Assert.Equal(default, activity.ParentSpanId);
        Assert.NotEqual(default, activity.TraceId);
    }

    [Fact]
    public void Start_CurrentActivity_IsTheParent()
    {
        using var outer = Traces.Start("function");
        using var inner = Traces.Start("send");

        Assert.Equal((outer.TraceId, outer.SpanId), (inner.TraceId, inner.ParentSpanId));
    }

    [Fact]
    public void Start_TraceParentWithinAnInvocation_LinksTheInvocation()
    {
        using var listener = new RecordedActivities();
        using var invocation = Traces.Start("function");

        using var activity = Traces.Start("send", traceParent: TraceParent);

        Assert.Equal(invocation.TraceId, Assert.Single(activity.Links).Context.TraceId);
    }

    [Fact]
    public void Pass_ActivityWithBaggage_AddsTheTraceParentOnly()
    {
        using var activity = Traces.Start("call").AddBaggage("name", "value");
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://example.com");

        Traces.AddTo(request);

        Assert.Equal(("traceparent", activity.Id), (Assert.Single(request.Headers).Key, request.Headers.GetValues("traceparent").Single()));
    }

    [Theory]
    [InlineData(202, ActivityStatusCode.Unset)]
    [InlineData(429, ActivityStatusCode.Error)]
    public void SetResponse_Status_IsAnErrorFrom400On(int status, ActivityStatusCode code)
    {
        using var activity = Traces.Start("call");

        activity.SetResponse(status);

        Assert.Equal((status, code), (activity.GetTagItem("http.response.status_code"), activity.Status));
    }
}
