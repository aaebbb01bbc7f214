namespace ServerlessMessaging.Functions;

/// <summary>GET /api/operator/dead-letters: what could not be completed, and why.</summary>
public sealed class ListDeadLetters(DeadLetterRequests deadLetters)
{
    [Function(nameof(ListDeadLetters))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = "operator/dead-letters")] HttpRequest request) =>
        deadLetters.RespondAsync(request, service => service.ListAsync, ResponseJson.Readable.DeadLetterPage);
}
