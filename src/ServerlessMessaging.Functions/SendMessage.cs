using ServerlessMessaging.Sending;

namespace ServerlessMessaging.Functions;

/// <summary>POST /api/messages: sends one message now, or takes it over.</summary>
public sealed class SendMessage(MessageSender sender, HttpEndpoint endpoint)
{
    [Function(nameof(SendMessage))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "post", Route = "messages")] HttpRequest request)
    {
        var deadline = sender.StartBudget();
        return endpoint.AnswerAsync(request, RequestBody.OneRequest, async body => SendAnswers.Of(
            await sender.SendAsync(body, IdempotencyKey.In(request), Preferences.RespondAsync(request), deadline), request, endpoint));
    }
}
