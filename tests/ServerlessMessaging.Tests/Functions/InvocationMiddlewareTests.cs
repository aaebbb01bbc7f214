using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Functions;
using ServerlessMessaging.Functions.Http;
using ServerlessMessaging.Shutdown;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.Tests.Functions;

public sealed class InvocationMiddlewareTests : IDisposable
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private int _counted;
    private string? _category;

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

    [Fact]
    public async Task Invoke_WhileTheFunctionRuns_TheInvocationIsCounted()
    {
        Assert.NotNull(await InvokeAsync($"00-{TraceId}-b7ad6b7169203331-01"));

        Assert.Equal((1, 0), (_counted, Running.Count));
    }

    [Fact]
    public async Task Invoke_WhileTheFunctionRuns_ItsNameIsTheLogCategory()
    {
        await InvokeAsync(string.Empty);

        Assert.Equal(("ServerlessMessaging.SendQueuedMessage", null), (_category, LogCategory.Current));
    }

    private RunningInvocations Running { get; } = new();

    public void Dispose() => Running.Dispose();

    // The activity in which the function runs.
    private async Task<Activity?> InvokeAsync(string traceParent)
    {
        var context = Substitute.For<FunctionContext>();
        context.TraceContext.TraceParent.Returns(traceParent);
        context.FunctionDefinition.Name.Returns(nameof(SendQueuedMessage));
        Activity? current = null;

        await new InvocationMiddleware(Running, new HttpResponses(Options.Create(new ProblemOptions())), NullLogger<InvocationMiddleware>.Instance).Invoke(context, _ =>
        {
            current = Activity.Current;
            _counted = Running.Count;
            _category = LogCategory.Current;
            return Task.CompletedTask;
        });

        return current;
    }
}
