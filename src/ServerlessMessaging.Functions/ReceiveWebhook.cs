using ServerlessMessaging.Callbacks;

namespace ServerlessMessaging.Functions;

/// <summary>POST /api/webhooks/genesys: accepts what Genesys posts. Its signature is the key.</summary>
public sealed class ReceiveWebhook(WebhookReceiver receiver)
{
    [Function(nameof(ReceiveWebhook))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhooks/genesys")] HttpRequest request) =>
        TypedResults.StatusCode(await ReceiveAsync(request) switch
        {
            ReceiveOutcome.Accepted => StatusCodes.Status200OK,
            ReceiveOutcome.Refused => StatusCodes.Status401Unauthorized,
            ReceiveOutcome.TooLarge => StatusCodes.Status413PayloadTooLarge,
            // Genesys repeats a webhook after 503, and after nothing below 500 but 429.
            _ => StatusCodes.Status503ServiceUnavailable,
        });

    private async Task<ReceiveOutcome> ReceiveAsync(HttpRequest request)
    {
        var start = receiver.Start();
        if (receiver.ReadSignature([.. request.Headers[WebhookSignature.HeaderName]]) is not { } signature)
        {
            return ReceiveOutcome.Refused;
        }

        var (body, problem) = await HttpRequests.ReadAsync(request, WebhookReceiver.LargestBody, WebhookReceiver.SlowestBody);
        return problem is null ? await receiver.ReceiveAsync(signature, body, start, request.HttpContext.RequestAborted) : receiver.Refuse(problem.Code);
    }
}
