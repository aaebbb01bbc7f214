using ServerlessMessaging.Sending.Batches;

namespace ServerlessMessaging.Functions;

/// <summary>POST /api/messages/batch: sends 1 to 100 messages, each with an outcome of its own.</summary>
public sealed class SendMessageBatch(BatchSender sender, HttpRequests requests, HttpResponses responses)
{
    [Function(nameof(SendMessageBatch))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "post", Route = "messages/batch")] HttpRequest request)
    {
        var deadline = sender.StartBudget();
        return requests.WithJsonAsync(request, HttpRequests.MaxBatchBytes, async json =>
            await sender.SendAsync(json, HttpRequests.IdempotencyKey(request) is not null, HttpRequests.PrefersRespondAsync(request), deadline) switch
            {
                ({ } outcomes, _) => responses.Batch(request, outcomes),
                var (_, problem) => responses.Problem(request, problem!),
            });
    }
}
