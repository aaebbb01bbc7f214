using ServerlessMessaging.Callbacks;

namespace ServerlessMessaging.Functions;

/// <summary>POST /api/webhooks/genesys: takes what Genesys posts. Its signature is the key.</summary>
public sealed class ReceiveWebhook(WebhookReceiver receiver, HttpEndpoint endpoint)
{
    [Function(nameof(ReceiveWebhook))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhooks/genesys")] HttpRequest request) =>
        endpoint.GuardAsync(request, async () => WebhookAnswers.Of(await ReceiveAsync(request)), WebhookAnswers.Of(ReceiveOutcome.Unavailable));

    private async Task<ReceiveOutcome> ReceiveAsync(HttpRequest request)
    {
        var start = receiver.Start();
        if (receiver.ReadSignature([.. request.Headers[WebhookSignature.HeaderName]]) is not { } signature)
        {
            return ReceiveOutcome.Refused;
        }

        var (body, problem) = await RequestBody.ReadAsync(request, WebhookReceiver.LargestBody, WebhookReceiver.SlowestBody, request.HttpContext.RequestAborted);
        return problem is null ? await receiver.ReceiveAsync(signature, body, start, request.HttpContext.RequestAborted) : receiver.Refuse(problem.Code);
    }
}
