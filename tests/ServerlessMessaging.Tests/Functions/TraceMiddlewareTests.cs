using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using NSubstitute;
using ServerlessMessaging.Functions;

namespace ServerlessMessaging.Tests.Functions;

public sealed class TraceMiddlewareTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    [Theory]
    [InlineData($"00-{TraceId}-b7ad6b7169203331-01")]
    [InlineData($"00-{TraceId}-b7ad6b7169203331-00")]
    public async Task Invoke_NoActivity_FunctionRunsInTheCallersTrace(string traceParent)
    {
        var current = await InvokeAsync(traceParent);

        Assert.Equal(traceParent, current?.ParentId);
        Assert.Null(Activity.Current);
    }

    [Fact]
    public async Task Invoke_ActivityOfTheCallersTrace_FunctionRunsInThatActivity()
    {
        using var invocation = new Activity("invocation").SetParentId($"00-{TraceId}-b7ad6b7169203331-01").Start();

        Assert.Same(invocation, await InvokeAsync($"00-{TraceId}-b7ad6b7169203331-01"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("unreadable")]
    public async Task Invoke_NoTraceParent_BeginsNothing(string traceParent) => Assert.Null(await InvokeAsync(traceParent));

    // The activity in which the function runs.
    private static async Task<Activity?> InvokeAsync(string traceParent)
    {
        var context = Substitute.For<FunctionContext>();
        context.TraceContext.TraceParent.Returns(traceParent);
        Activity? current = null;

        await new TraceMiddleware().Invoke(context, _ =>
        {
            current = Activity.Current;
            return Task.CompletedTask;
        });

        return current;
    }
}
