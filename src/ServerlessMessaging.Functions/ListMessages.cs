using ServerlessMessaging.Records;
using ServerlessMessaging.Serialization;

namespace ServerlessMessaging.Functions;

/// <summary>GET /api/operator/messages: messages by time, newest first.</summary>
public sealed class ListMessages(MessageList list, HttpEndpoint endpoint)
{
    [Function(nameof(ListMessages))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = "operator/messages")] HttpRequest request) =>
        endpoint.GuardAsync(request, async () =>
        {
            if (MessageListQuery.Read(request.QueryValues(), out var query) is { } problem)
            {
                return endpoint.Problem(problem);
            }

            return await list.ListAsync(query, request.HttpContext.RequestAborted) switch
            {
                ({ } page, _) => new Answer(StatusCodes.Status200OK, ContractWriter.Write(page)),
                var (_, fault) => endpoint.Problem(fault!),
            };
        });
}
