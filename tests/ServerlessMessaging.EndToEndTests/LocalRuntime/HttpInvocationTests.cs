using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.EndToEndTests.LocalRuntime;

public sealed class HttpInvocationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_Request_Comes_In_And_The_Result_Goes_Out()
    {
        await using var sut = await StartAsync(async (request, token) =>
            Results.Text(await new StreamReader(request.Body).ReadToEndAsync(token), "text/x-test", Encoding.UTF8, 207));

        var response = await sut.Client().PostAsync("/api/open", new StringContent("hello"), Cancellation);

        Assert.Equal((207, "text/x-test"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal("hello", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task An_Exception_Is_An_Empty_500_And_Logged(string environment)
    {
        await using var sut = await StartAsync((_, _) => throw new InvalidTimeZoneException("nobody's business"), settings: $"environment={environment}");

        var response = await sut.Client().GetAsync("/api/open", Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync(Cancellation));
        var line = Assert.Single(sut.Log.Lines, line => line.Level == LogLevel.Error);
        Assert.Equal((9001, "nobody's business"), (line.EventId, line.Exception?.Message));
        Assert.Contains("Open", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_Exception_Of_The_Result_Takes_Back_What_It_Had_Set()
    {
        await using var sut = await StartAsync((_, _) => Task.FromResult<IResult>(new BrokenResult()));

        var response = await sut.Client().GetAsync("/api/open", Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.False(response.Headers.Contains("x-half"));
    }

    [Fact]
    public async Task No_Result_Is_A_Failure()
    {
        await using var sut = await StartAsync((_, _) => Task.FromResult<IResult>(null!));

        Assert.Equal(HttpStatusCode.InternalServerError, (await sut.Client().GetAsync("/api/open", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_Class_That_Cannot_Be_Built_Is_A_Failure()
    {
        await using var sut = await RuntimeHost.StartAsync([typeof(Open)]);

        Assert.Equal(HttpStatusCode.InternalServerError, (await sut.Client().GetAsync("/api/open", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task The_Token_Fires_When_The_Client_Goes_Away()
    {
        var entered = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await using var sut = await StartAsync(async (_, token) =>
        {
            await using var registration = token.Register(cancelled.SetResult);
            entered.SetResult();
            await cancelled.Task;
            token.ThrowIfCancellationRequested();
            return Results.Ok();
        });
        using var client = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var call = sut.Client().GetAsync("/api/open", client.Token);
        await entered.Task.WaitAsync(RuntimeHost.Patience, Cancellation);
        Assert.False(cancelled.Task.IsCompleted);

        await client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await cancelled.Task.WaitAsync(RuntimeHost.Patience, Cancellation);
        await sut.DisposeAsync();
        Assert.DoesNotContain(sut.Log.Lines, line => line.Level == LogLevel.Error);
    }

    [Fact]
    public async Task Each_Invocation_Has_A_Scope_Of_Its_Own_That_Ends_With_It()
    {
        await using var sut = await StartAsync(
            (request, _) =>
            {
                var first = request.HttpContext.RequestServices.GetRequiredService<ScopedThing>();
                var second = request.HttpContext.RequestServices.GetRequiredService<ScopedThing>();
                return Task.FromResult(Results.Text(ReferenceEquals(first, second) && !first.Disposed.IsCompleted ? $"{first.Number}" : "broken"));
            },
            services => services.AddSingleton<ScopedThings>().AddScoped<ScopedThing>());

        Assert.Equal("1", await sut.Client().GetStringAsync("/api/open", Cancellation));
        Assert.Equal("2", await sut.Client().GetStringAsync("/api/open", Cancellation));

        var things = sut.Services.GetRequiredService<ScopedThings>().All;
        Assert.Equal(2, things.Count);
        await Task.WhenAll(things.Select(thing => thing.Disposed)).WaitAsync(RuntimeHost.Patience, Cancellation);
    }

    [Fact]
    public async Task The_Context_Accessor_Is_Empty_As_In_The_Worker()
    {
        await using var sut = await StartAsync(
            (request, _) => Task.FromResult(Results.Text(
                request.HttpContext.RequestServices.GetRequiredService<IHttpContextAccessor>().HttpContext is null ? "empty" : "full")),
            services => services.AddHttpContextAccessor());

        Assert.Equal("empty", await sut.Client().GetStringAsync("/api/open", Cancellation));
    }

    [Fact]
    public async Task Limits_Of_Kestrel_Hold_And_Answer_500()
    {
        await using var sut = await StartAsync(
            async (request, token) => Results.Text(await new StreamReader(request.Body).ReadToEndAsync(token)),
            services => services.Configure<KestrelServerOptions>(options => options.Limits.MaxRequestBodySize = 5));

        Assert.Equal(HttpStatusCode.OK, (await sut.Client().PostAsync("/api/open", new StringContent("12345"), Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.InternalServerError, (await sut.Client().PostAsync("/api/open", new StringContent("123456"), Cancellation)).StatusCode);
    }

    private static Task<RuntimeHost> StartAsync(AnswerRequest answer, Action<IServiceCollection>? configure = null, params string[] settings) =>
        RuntimeHost.StartAsync(
            [typeof(Open)],
            services =>
            {
                services.AddSingleton(answer);
                configure?.Invoke(services);
            },
            settings: settings);

    private sealed class BrokenResult : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = 200;
            httpContext.Response.Headers["x-half"] = "done";
            throw new NotSupportedException();
        }
    }
}
