using ServerlessMessaging.Records;

namespace ServerlessMessaging.Functions;

/// <summary>GET /api/operator/messages: lists messages by time, newest first.</summary>
public sealed class ListMessages(MessageList list, HttpResponses responses)
{
    [Function(nameof(ListMessages))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = "operator/messages")] HttpRequest request) =>
        MessageListQuery.Read(HttpRequests.QueryValues(request), out var query) is { } problem
            ? responses.Problem(request, problem)
            : responses.ValueOrProblem(request, await list.ListAsync(query, request.HttpContext.RequestAborted), ResponseJson.Readable.MessagePage);
}
