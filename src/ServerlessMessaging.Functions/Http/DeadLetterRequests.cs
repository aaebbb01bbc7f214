using ServerlessMessaging.DeadLetters;

namespace ServerlessMessaging.Functions.Http;

/// <summary>What the three functions of dead letters share: a query in, a list out.</summary>
internal static class DeadLetterRequests
{
    public static Task<IResult> AnswerAsync<T>(
        HttpRequest request,
        DeadLetterService deadLetters,
        HttpEndpoint endpoint,
        Func<DeadLetterQuery, CancellationToken, Task<(T? Answer, Problem? Problem)>> act,
        Func<T, byte[]> write)
        where T : class => endpoint.GuardAsync(request, async () =>
        {
            if (DeadLetterQuery.Read(request.QueryValues(), out var query) is { } problem)
            {
                return endpoint.Problem(deadLetters.Refuse(problem));
            }

            return await act(query, request.HttpContext.RequestAborted) switch
            {
                ({ } answer, _) => new Answer(StatusCodes.Status200OK, write(answer)),
                var (_, fault) => endpoint.Problem(fault!),
            };
        });
}
