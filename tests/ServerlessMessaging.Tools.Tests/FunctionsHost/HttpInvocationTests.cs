using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.Tools.Tests.FunctionsHost;

public sealed class HttpInvocationTests
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private const long MaxBody = 104_857_600;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    public async Task Post_JsonOrTextBody_IsForwardedToFunction(string type)
    {
        await using var sut = await TestHost.StartAsync(new());

        using var response = await sut.Http.PostAsync("/app/v1/echo?a=b%20c", new StringContent("{\"x\": 1}", Encoding.UTF8, type), Cancellation);

        Assert.Equal(HttpStatusCode.MultiStatus, response.StatusCode);
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal($"POST {sut.Host.Address.Authority} /app/v1/echo?a=b%20c {{\"x\": 1}}", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Get_FunctionThrows_ReturnsEmpty500AndLogsReason()
    {
        await using var sut = await TestHost.StartAsync(new());

        using var response = await sut.Http.GetAsync("/app/v1/throw", Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync(Cancellation));
        var line = Assert.Single(sut.Log.Lines, line => line.Category == "Host.Throw");
        Assert.Equal((LogLevel.Error, 9001), (line.Level, line.EventId));
        Assert.Contains("a reason for the log only", line.Exception!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_ResponseStartedBeforeFailure_AbortsConnection()
    {
        await using var sut = await TestHost.StartAsync(new() { OnCall = (_, _) => Task.FromResult<IResult>(new HalfResult()) });

        await Assert.ThrowsAsync<HttpRequestException>(() => sut.Http.GetStringAsync("/app/v1/call", Cancellation));
    }

    [Theory]
    // The rest of the body never arrives: the server aborts after some seconds.
    [InlineData("application/json; charset=utf-8", 100, "{\"x\":")]
    [InlineData("application/json", MaxBody + 1, "")]
    [InlineData("text/plain", MaxBody + 1, "")]
    public async Task Post_BodyIncompleteOrTooLarge_Returns500AndFunctionIsNotCalled(string type, long length, string body)
    {
        var called = false;
        await using var sut = await TestHost.StartAsync(new()
        {
            OnCall = async (request, cancellationToken) =>
            {
                await request.Body.CopyToAsync(Stream.Null, cancellationToken);
                called = true;
                return Results.Ok();
            },
        });

        var response = await RawHttp.SendAsync(sut.Host.Address, RawHttp.Post("/app/v1/call", type, length, body));

        Assert.StartsWith("HTTP/1.1 500 ", response, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", response, StringComparison.Ordinal);
        Assert.False(called);
    }

    [Fact]
    public async Task Get_CallerDisconnects_CancelsFunction()
    {
        var entered = new TaskCompletionSource();
        var aborted = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await using var sut = await TestHost.StartAsync(new()
        {
            OnCall = async (request, cancellationToken) =>
            {
                await using var ofRequest = request.HttpContext.RequestAborted.Register(aborted.SetResult);
                await using var ofInvocation = cancellationToken.Register(cancelled.SetResult);
                entered.SetResult();
                await Task.WhenAll(aborted.Task, cancelled.Task);
                throw new OperationCanceledException();
            },
        });
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var call = sut.Http.GetAsync("/app/v1/call", caller.Token);
        await entered.Task.WaitAsync(TestHost.WaitTimeout, Cancellation);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Task.WhenAll(aborted.Task, cancelled.Task).WaitAsync(TestHost.WaitTimeout, Cancellation);
        await sut.DisposeAsync();
        Assert.DoesNotContain(sut.Log.Lines, line => line.Category == "Host.Call");
    }

    [Theory]
    [InlineData(Parent, "vendor=1")]
    [InlineData("", "")]
    public async Task Get_TraceContext_IsForwarded(string parent, string state)
    {
        await using var sut = await TestHost.StartAsync(new());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/app/v1/trace");
        request.Headers.Add("traceparent", parent);
        request.Headers.Add("tracestate", state);
        request.Headers.Add("x-ms-invocation-id", "chosen by the caller");

        using var response = await sut.Http.SendAsync(request, Cancellation);

        Assert.Equal($"{parent} {parent} {state} True", await response.Content.ReadAsStringAsync(Cancellation));
    }

    private sealed class HalfResult : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentLength = 100;
            await httpContext.Response.WriteAsync("half");
            throw new NotSupportedException();
        }
    }
}
