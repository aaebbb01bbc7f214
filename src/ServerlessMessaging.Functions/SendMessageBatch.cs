using ServerlessMessaging.Sending.Batches;

namespace ServerlessMessaging.Functions;

/// <summary>POST /api/messages/batch: sends 1 to 100 messages, each with an outcome of its own.</summary>
public sealed class SendMessageBatch(BatchSender sender, HttpEndpoint endpoint)
{
    [Function(nameof(SendMessageBatch))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "post", Route = "messages/batch")] HttpRequest request)
    {
        var deadline = sender.StartBudget();
        return endpoint.AnswerAsync(
            request,
            RequestBody.Batch,
            async body => await sender.SendAsync(body, IdempotencyKey.In(request) is not null, Preferences.RespondAsync(request), deadline) switch
            {
                ({ } outcomes, _) => endpoint.Batch(outcomes, Preferences.RespondAsync(request)),
                var (_, problem) => endpoint.Problem(problem!),
            });
    }
}
