using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Serialization;

namespace ServerlessMessaging.Functions;

/// <summary>POST /api/operator/dead-letters/replay: puts dead letters on their way again.</summary>
public sealed class ReplayDeadLetters(DeadLetterService deadLetters, HttpEndpoint endpoint)
{
    [Function(nameof(ReplayDeadLetters))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "post", Route = "operator/dead-letters/replay")] HttpRequest request) =>
        DeadLetterRequests.AnswerAsync(request, deadLetters, endpoint, deadLetters.ReplayAsync, ContractWriter.Write);
}
