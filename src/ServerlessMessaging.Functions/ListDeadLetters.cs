using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Serialization;

namespace ServerlessMessaging.Functions;

/// <summary>GET /api/operator/dead-letters: what could not be brought to its end, and why.</summary>
public sealed class ListDeadLetters(DeadLetterService deadLetters, HttpEndpoint endpoint)
{
    [Function(nameof(ListDeadLetters))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = "operator/dead-letters")] HttpRequest request) =>
        DeadLetterRequests.AnswerAsync(request, deadLetters, endpoint, deadLetters.ListAsync, ContractWriter.Write);
}
