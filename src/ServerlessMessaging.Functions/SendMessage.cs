using ServerlessMessaging.Sending;

namespace ServerlessMessaging.Functions;

/// <summary>POST /api/messages: sends one message now, or accepts it for later.</summary>
public sealed class SendMessage(MessageSender sender, HttpRequests requests, HttpResponses responses)
{
    [Function(nameof(SendMessage))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "post", Route = "messages")] HttpRequest request)
    {
        var deadline = sender.StartBudget();
        return requests.WithJsonAsync(request, HttpRequests.MaxRequestBytes, async json => responses.Outcome(
            request, await sender.SendAsync(json, HttpRequests.IdempotencyKey(request), HttpRequests.PrefersRespondAsync(request), deadline)));
    }
}
