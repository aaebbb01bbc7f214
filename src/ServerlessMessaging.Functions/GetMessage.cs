using ServerlessMessaging.Sending;

namespace ServerlessMessaging.Functions;

/// <summary>GET /api/messages/{id}: the state of a request.</summary>
public sealed class GetMessage(MessageStatus status, HttpResponses responses)
{
    [Function(nameof(GetMessage))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = "messages/{id}")] HttpRequest request, string id) =>
        responses.ValueOrProblem(request, await status.FindAsync(id), ResponseJson.Readable.MessageStatusResponse);
}
