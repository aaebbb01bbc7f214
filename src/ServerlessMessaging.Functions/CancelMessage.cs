using ServerlessMessaging.Sending;

namespace ServerlessMessaging.Functions;

/// <summary>DELETE /api/messages/{id}: cancels what has not been sent.</summary>
public sealed class CancelMessage(MessageStatus status, HttpResponses responses)
{
    [Function(nameof(CancelMessage))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "delete", Route = "messages/{id}")] HttpRequest request, string id) =>
        responses.ValueOrProblem(request, await status.CancelAsync(id), ResponseJson.Readable.MessageStatusResponse);
}
