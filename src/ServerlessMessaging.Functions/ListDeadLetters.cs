namespace ServerlessMessaging.Functions;

/// <summary>GET /api/operator/dead-letters: lists dead-letter messages with their reasons.</summary>
public sealed class ListDeadLetters(DeadLetterRequests deadLetters)
{
    [Function(nameof(ListDeadLetters))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = "operator/dead-letters")] HttpRequest request) =>
        deadLetters.RespondAsync(request, service => service.ListAsync, ResponseJson.Readable.DeadLetterPage);
}
