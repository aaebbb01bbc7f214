using ServerlessMessaging.Sending;

namespace ServerlessMessaging.Functions;

/// <summary>POST /api/messages: sends one message now, or accepts it for later.</summary>
public sealed class SendMessage(MessageSender sender, RequestBody body, HttpResponses responses)
{
    [Function(nameof(SendMessage))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "post", Route = "messages")] HttpRequest request)
    {
        var deadline = sender.StartBudget();
        return body.WithJsonAsync(request, RequestBody.MaxRequestBytes, async json => responses.Outcome(
            request, await sender.SendAsync(json, request.IdempotencyKey(), request.PrefersRespondAsync(), deadline)));
    }
}
