using ServerlessMessaging.Callbacks;

namespace ServerlessMessaging.Functions;

/// <summary>POST /api/webhooks/genesys: accepts webhooks of Genesys. Their signature replaces the function key.</summary>
public sealed class ReceiveWebhook(WebhookReceiver receiver)
{
    [Function(nameof(ReceiveWebhook))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhooks/genesys")] HttpRequest request) =>
        TypedResults.StatusCode(await ReceiveAsync(request) switch
        {
            ReceiveOutcome.Accepted => StatusCodes.Status200OK,
            ReceiveOutcome.Refused => StatusCodes.Status401Unauthorized,
            ReceiveOutcome.TooLarge => StatusCodes.Status413PayloadTooLarge,
            // Genesys sends a webhook again after 5xx and 429 only.
            _ => StatusCodes.Status503ServiceUnavailable,
        });

    private async Task<ReceiveOutcome> ReceiveAsync(HttpRequest request)
    {
        var start = receiver.Start();
        if (receiver.ReadSignature([.. request.Headers[WebhookSignature.HeaderName]]) is not { } signature)
        {
            return ReceiveOutcome.Refused;
        }

        var (body, problem) = await HttpRequests.ReadAsync(request, WebhookReceiver.MaxBodyBytes, WebhookReceiver.BodyTimeout);
        return problem is null ? await receiver.ReceiveAsync(signature, body, start, request.HttpContext.RequestAborted) : receiver.Refuse(problem.Code);
    }
}
