namespace ServerlessMessaging.Functions;

/// <summary>POST /api/operator/dead-letters/replay: sends dead-letter messages again.</summary>
public sealed class ReplayDeadLetters(DeadLetterRequests deadLetters)
{
    [Function(nameof(ReplayDeadLetters))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "post", Route = "operator/dead-letters/replay")] HttpRequest request) =>
        deadLetters.RespondAsync(request, service => service.ReplayAsync, ResponseJson.Readable.DeadLetterActions);
}
