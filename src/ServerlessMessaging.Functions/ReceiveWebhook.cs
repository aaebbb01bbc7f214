using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessMessaging.Callbacks.Receiving;
using ServerlessMessaging.Functions.Http;

namespace ServerlessMessaging.Functions;

/// <summary>POST /api/webhooks/genesys: takes what Genesys posts. Its signature is the key.</summary>
public sealed class ReceiveWebhook(WebhookReceiver receiver, HttpEndpoint endpoint)
{
    [Function(nameof(ReceiveWebhook))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhooks/genesys")] HttpRequest request) =>
        endpoint.GuardAsync(request, async () =>
        {
            var (body, problem) = await RequestBody.ReadAsync(request, WebhookReceiver.LargestBody, WebhookReceiver.SlowestBody, request.HttpContext.RequestAborted);
            if (problem is not null)
            {
                return WebhookAnswers.Of(receiver.Refuse(problem.Code));
            }

            return WebhookAnswers.Of(await receiver.ReceiveAsync([.. request.Headers[WebhookSignature.HeaderName]], body, request.HttpContext.RequestAborted));
        });
}
