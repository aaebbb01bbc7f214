namespace ServerlessMessaging.Functions;

/// <summary>DELETE /api/operator/dead-letters: deletes dead-letter messages.</summary>
public sealed class PurgeDeadLetters(DeadLetterRequests deadLetters)
{
    [Function(nameof(PurgeDeadLetters))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "delete", Route = "operator/dead-letters")] HttpRequest request) =>
        deadLetters.RespondAsync(request, service => service.PurgeAsync, ResponseJson.Readable.DeadLetterActions);
}
