using System.Text.Json.Serialization.Metadata;
using ServerlessMessaging.DeadLetters;

namespace ServerlessMessaging.Functions.Http;

/// <summary>Reads the query and writes the response of the three dead-letter functions.</summary>
public sealed class DeadLetterRequests(DeadLetterService service, HttpResponses responses)
{
    /// <summary>Reads the query and responds with what the service makes of it.</summary>
    internal async Task<IResult> RespondAsync<T>(
        HttpRequest request, Func<DeadLetterService, Func<DeadLetterQuery, CancellationToken, Task<(T? Value, Problem? Problem)>>> action, JsonTypeInfo<T> type)
        where T : class => DeadLetterQuery.Read(HttpRequests.QueryValues(request), out var query) is { } problem
            ? responses.Problem(request, service.Refuse(problem))
            : responses.ValueOrProblem(request, await action(service)(query, request.HttpContext.RequestAborted), type);
}
