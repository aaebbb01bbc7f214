using System.Net.Mime;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Serialization;
using ServerlessMessaging.Shutdown;

namespace ServerlessMessaging.Functions.Http;

/// <summary>What every HTTP function does around its own work: bodies in, problems out, no exception past it.</summary>
public sealed partial class HttpEndpoint(RunningInvocations running, IOptions<ProblemOptions> options, ILogger<HttpEndpoint> logger)
{
    /// <summary>Reads a JSON body and answers with what the function makes of it.</summary>
    /// <param name="request">The HTTP request.</param>
    /// <param name="limit">The largest body, in bytes.</param>
    /// <param name="answer">From the body to the answer.</param>
    public Task<IResult> AnswerAsync(HttpRequest request, int limit, Func<ReadOnlyMemory<byte>, Task<IResult>> answer) => GuardAsync(request, async () =>
    {
        var (body, problem) = await RequestBody.ReadJsonAsync(request, limit, request.HttpContext.RequestAborted);
        if (problem is null)
        {
            return await answer(body);
        }

        LogRefusal(problem.Code);
        return Problem(problem);
    });

    /// <summary>Answers, and turns an exception that nobody foresaw into a problem that says so.</summary>
    /// <param name="request">The HTTP request.</param>
    /// <param name="answer">Makes the answer.</param>
    /// <param name="unforeseen">What is answered then; a problem where nothing else is given.</param>
    public async Task<IResult> GuardAsync(HttpRequest request, Func<Task<IResult>> answer, IResult? unforeseen = null)
    {
        // Until the answer is written, not only made.
        request.HttpContext.Response.RegisterForDispose(running.Begin());
        try
        {
            return await answer();
        }
        catch (OperationCanceledException) when (request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read it.
            return Results.Empty;
        }
        catch (Exception exception)
        {
            Log.Unexpected(logger, exception);
            return unforeseen ?? Problem(new(ErrorCodes.Unexpected, "Nothing in your request explains this. Try again; if it lasts, look at the application's log for event 4099."));
        }
    }

    /// <summary>The answer that states a problem.</summary>
    public IResult Problem(Problem problem) =>
        new Answer(problem.Code.Status, ContractWriter.Write(ProblemDocument.Of(problem, options.Value.ProblemTypeBase)), MediaTypeNames.Application.ProblemJson)
        {
            RetryAfter = problem.RetryAfter,
        };

    /// <summary>The answer to a batch: an outcome per request.</summary>
    public IResult Batch(IReadOnlyList<SendOutcome> outcomes, bool respondAsync) =>
        new Answer(StatusCodes.Status200OK, BatchWriter.Write(outcomes, options.Value.ProblemTypeBase))
        {
            PreferenceApplied = respondAsync ? Preferences.RespondAsyncToken : null,
        };

    private void LogRefusal(ErrorCode code)
    {
        if (code == ErrorCodes.BodyTooLarge)
        {
            Log.BodyTooLarge(logger);
        }
        else if (code == ErrorCodes.UnsupportedContentType)
        {
            Log.ContentTypeRefused(logger);
        }
        else
        {
            Log.BodyIncomplete(logger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.ContentTypeRefused, LogLevel.Information, "A request is refused: its content is not JSON in UTF-8")]
        public static partial void ContentTypeRefused(ILogger logger);

        [LoggerMessage(EventIds.BodyTooLarge, LogLevel.Information, "A request is refused: its body is too large")]
        public static partial void BodyTooLarge(ILogger logger);

        [LoggerMessage(EventIds.BodyIncomplete, LogLevel.Information, "A request is refused: its body did not arrive completely")]
        public static partial void BodyIncomplete(ILogger logger);

        [LoggerMessage(EventIds.Unexpected, LogLevel.Error, "A function failed unexpectedly")]
        public static partial void Unexpected(ILogger logger, Exception exception);
    }
}
