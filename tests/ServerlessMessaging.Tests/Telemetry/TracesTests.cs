using System.Diagnostics;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Telemetry;

/// <summary>How one piece of work hangs together with the one before.</summary>
public sealed class TracesTests
{
    private const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Work_that_a_queue_brought_goes_on_in_the_trace_that_put_it_there_heard_or_not(bool isHeard)
    {
        using var listener = isHeard ? new RecordedActivities() : null;

        using var activity = Traces.Start("send", ActivityKind.Consumer, TraceParent);

        Assert.Equal(("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", "send"), (activity.TraceId.ToString(), activity.ParentSpanId.ToString(), activity.OperationName));
        Assert.Same(activity, Activity.Current);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("rubbish")]
    [InlineData("00-00000000000000000000000000000000-0000000000000000-00")]
    public void Work_with_no_or_a_broken_trace_begins_one(string? traceParent)
    {
        using var activity = Traces.Start("send", traceParent: traceParent);

        Assert.Equal(default, activity.ParentSpanId);
        Assert.NotEqual(default, activity.TraceId);
    }

    [Fact]
    public void Work_without_a_trace_of_its_own_belongs_to_the_current_one()
    {
        using var outer = Traces.Start("function");
        using var inner = Traces.Start("send");

        Assert.Equal((outer.TraceId, outer.SpanId), (inner.TraceId, inner.ParentSpanId));
    }

    [Fact]
    public void The_invocation_that_brought_it_is_linked()
    {
        using var listener = new RecordedActivities();
        using var invocation = Traces.Start("function");

        using var activity = Traces.Start("send", traceParent: TraceParent);

        Assert.Equal(invocation.TraceId, Assert.Single(activity.Links).Context.TraceId);
    }

    [Fact]
    public void A_call_passes_the_trace_on_and_nothing_else_that_came_along()
    {
        using var activity = Traces.Start("call").AddBaggage("who", "somebody");
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://example.com");

        Traces.Pass(request);

        Assert.Equal(("traceparent", activity.Id), (Assert.Single(request.Headers).Key, request.Headers.GetValues("traceparent").Single()));
    }

    [Theory]
    [InlineData(202, ActivityStatusCode.Unset)]
    [InlineData(429, ActivityStatusCode.Error)]
    public void A_refusal_is_an_error_by_its_status(int status, ActivityStatusCode code)
    {
        using var activity = Traces.Start("call");

        activity.Answered(status);

        Assert.Equal((status, code), (activity.GetTagItem("http.response.status_code"), activity.Status));
    }
}
