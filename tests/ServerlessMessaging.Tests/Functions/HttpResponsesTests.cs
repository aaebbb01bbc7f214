using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Functions.Http;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending;

namespace ServerlessMessaging.Tests.Functions;

public sealed class HttpResponsesTests
{
    private static readonly Sent Plain = new(new SendResponse("r-1", MessageState.Sent, SendRoute.OpenMessaging, "m-1", []));

    [Fact]
    public async Task Batch_EachItem_IsTheResponseOfItsRequestAloneWithItsStatus()
    {
        Assert.Equal(
            """{"items":[{"httpStatus":200,"id":"r-1","status":"sent","route":"openMessaging","messageId":"m-1","degradations":[]}]}""",
            await WriteAsync(Plain));
        Assert.Equal(
            """{"items":[{"httpStatus":202,"replayed":true,"id":"r-2","status":"deferred","route":"agentless","messageId":null,"degradations":["card-as-text"]}]}""",
            await WriteAsync(new Accepted(new SendResponse("r-2", MessageState.Deferred, SendRoute.Agentless, null, ["card-as-text"])) { Replayed = true }));
    }

    [Fact]
    public async Task Batch_Problem_HasItsWait()
    {
        var problem = Problem.At("/id", ErrorCodes.InProgress, "Grüße") with { Id = "r-3", RetryAfter = TimeSpan.FromSeconds(4.2) };

        Assert.Equal(
            """{"items":[{"httpStatus":409,"retryAfter":5,"type":"https://example.com/errors#sm3006","title":"A request with this id is being sent.","status":409,"detail":"Grüße","code":"SM3006","id":"r-3","errors":[{"pointer":"/id","code":"SM3006","detail":"Grüße"}]}]}""",
            await WriteAsync(new NotSent(problem)));
    }

    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(1.0, 1)]
    [InlineData(1.1, 2)]
    public async Task Batch_Wait_IsAtLeastASecond(double seconds, long retryAfter)
    {
        using var document = JsonDocument.Parse(await WriteAsync(new NotSent(new Problem(ErrorCodes.RateLimited, "why") { RetryAfter = TimeSpan.FromSeconds(seconds) })));

        Assert.Equal(retryAfter, document.RootElement.GetProperty("items")[0].GetProperty("retryAfter").GetInt64());
    }

    [Fact]
    public async Task Batch_Outcomes_KeepTheirOrder()
    {
        using var document = JsonDocument.Parse(await WriteAsync(Plain, new NotSent(new Problem(ErrorCodes.NotJson, "why")), Plain));

        Assert.Equal([200, 400, 200], document.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("httpStatus").GetInt32()));
    }

    [Fact]
    public async Task Problem_OfARequest_IsProblemJsonWithRetryAfter()
    {
        var context = NewContext();

        var body = await ExecuteAsync(Responses.Problem(context.Request, new(ErrorCodes.RateLimited, "Grüße") { Id = "r-1", RetryAfter = TimeSpan.FromSeconds(1.1) }), context);

        Assert.Equal((503, "application/problem+json", "2"), (context.Response.StatusCode, context.Response.ContentType, context.Response.Headers.RetryAfter.ToString()));
        Assert.Contains("\"detail\":\"Grüße\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outcome_Accepted_HasLocationAndPreference()
    {
        var context = NewContext();
        context.Request.Path = "/api/messages/";
        context.Request.Headers["Prefer"] = "wait=10, Respond-Async; x=y";

        await ExecuteAsync(Responses.Outcome(context.Request, new Accepted(new SendResponse("a:1", MessageState.Queued, SendRoute.OpenMessaging, null, [])) { Replayed = true }), context);

        var headers = context.Response.Headers;
        Assert.Equal((202, "/api/messages/a%3A1", "respond-async", "true"), (context.Response.StatusCode, headers.Location.ToString(), headers["Preference-Applied"].ToString(), headers["Idempotent-Replayed"].ToString()));
        Assert.Equal("application/json", context.Response.ContentType);
    }

    private static HttpResponses Responses { get; } = new(Options.Create(new ProblemOptions { ProblemTypeBase = "https://example.com/errors" }));

    private static Task<string> WriteAsync(params SendOutcome[] outcomes)
    {
        var context = NewContext();
        return ExecuteAsync(Responses.Batch(context.Request, outcomes), context);
    }

    private static DefaultHttpContext NewContext() => new()
    {
        RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider(),
        Response = { Body = new MemoryStream() },
    };

    private static async Task<string> ExecuteAsync(IResult result, DefaultHttpContext context)
    {
        await result.ExecuteAsync(context);
        context.Response.Body.Position = 0;
        return await new StreamReader(context.Response.Body).ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
