using System.Diagnostics;
using System.Globalization;
using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ServerlessMessaging.Sending;

namespace ServerlessMessaging.Functions.Http;

/// <summary>Creates the responses of the contract.</summary>
public sealed class HttpResponses(IOptions<ProblemOptions> options)
{
    public IResult Outcome(HttpRequest request, SendOutcome outcome)
    {
        var headers = request.HttpContext.Response.Headers;
        if (outcome.Replayed)
        {
            headers["Idempotent-Replayed"] = "true";
        }

        switch (outcome)
        {
            case Sent sent:
                return Json(sent.Response, ResponseJson.Readable.SendResponse, sent.HttpStatus);
            case Accepted accepted:
                headers.Location = $"{request.PathBase}{request.Path.Value?.TrimEnd('/')}/{Uri.EscapeDataString(accepted.Response.Id)}";
                ConfirmPreference(request);
                return Json(accepted.Response, ResponseJson.Readable.SendResponse, accepted.HttpStatus);
            default:
                return Problem(request, ((NotSent)outcome).Problem);
        }
    }

    /// <summary>An outcome per request of a batch: <c>{items[]}</c>, each item the response that its request alone would get, with its HTTP status.</summary>
    public IResult Batch(HttpRequest request, IReadOnlyList<SendOutcome> outcomes)
    {
        ConfirmPreference(request);
        return Json(new JsonObject { ["items"] = new JsonArray([.. outcomes.Select(BatchItem)]) }, ResponseJson.Readable.JsonObject);
    }

    /// <summary>A problem (RFC 9457).</summary>
    public IResult Problem(HttpRequest request, Problem problem)
    {
        if (problem.RetryAfter is { } wait)
        {
            request.HttpContext.Response.Headers.RetryAfter = Seconds(wait).ToString(CultureInfo.InvariantCulture);
        }

        return TypedResults.Json(Document(problem), ResponseJson.Readable.ProblemDocument, MediaTypeNames.Application.ProblemJson, problem.Code.Status);
    }

    /// <summary>A value, or the problem where there is none.</summary>
    internal IResult ValueOrProblem<T>(HttpRequest request, (T? Value, Problem? Problem) result, JsonTypeInfo<T> type)
        where T : class => result.Value is { } value ? Json(value, type) : Problem(request, result.Problem!);

    internal static IResult Json<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(value, type, MediaTypeNames.Application.Json, status);

    private JsonObject BatchItem(SendOutcome outcome)
    {
        var (response, retryAfter) = outcome switch
        {
            Sent sent => (JsonSerializer.SerializeToNode(sent.Response, ResponseJson.Readable.SendResponse), null),
            Accepted accepted => (JsonSerializer.SerializeToNode(accepted.Response, ResponseJson.Readable.SendResponse), null),
            NotSent notSent => (JsonSerializer.SerializeToNode(Document(notSent.Problem), ResponseJson.Readable.ProblemDocument), notSent.Problem.RetryAfter),
            _ => throw new UnreachableException(outcome.GetType().Name),
        };
        var item = new JsonObject { ["httpStatus"] = outcome.HttpStatus };
        if (outcome.Replayed)
        {
            item["replayed"] = true;
        }

        if (retryAfter is { } wait)
        {
            item["retryAfter"] = Seconds(wait);
        }

        foreach (var (name, value) in response!.AsObject())
        {
            item[name] = value?.DeepClone();
        }

        return item;
    }

    private ProblemDocument Document(Problem problem) => ProblemDocument.From(problem, options.Value.ProblemTypeBase);

    private static void ConfirmPreference(HttpRequest request)
    {
        if (HttpRequests.PrefersRespondAsync(request))
        {
            request.HttpContext.Response.Headers["Preference-Applied"] = HttpRequests.RespondAsync;
        }
    }

    private static long Seconds(TimeSpan wait) => Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
}
