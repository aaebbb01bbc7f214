using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Serialization;

namespace ServerlessMessaging.Functions;

/// <summary>DELETE /api/operator/dead-letters: deletes dead letters.</summary>
public sealed class PurgeDeadLetters(DeadLetterService deadLetters, HttpEndpoint endpoint)
{
    [Function(nameof(PurgeDeadLetters))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "delete", Route = "operator/dead-letters")] HttpRequest request) =>
        DeadLetterRequests.AnswerAsync(request, deadLetters, endpoint, deadLetters.PurgeAsync, ContractWriter.Write);
}
