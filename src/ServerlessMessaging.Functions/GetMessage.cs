using ServerlessMessaging.Sending.Records;
using ServerlessMessaging.Serialization;

namespace ServerlessMessaging.Functions;

/// <summary>GET /api/messages/{id}: what became of a request.</summary>
public sealed class GetMessage(MessageLookup lookup, HttpEndpoint endpoint)
{
    [Function(nameof(GetMessage))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = "messages/{id}")] HttpRequest request, string id) =>
        endpoint.GuardAsync(request, async () => await lookup.FindAsync(id) switch
        {
            ({ } answer, _) => new Answer(StatusCodes.Status200OK, ContractWriter.Write(answer)),
            var (_, problem) => endpoint.Problem(problem!),
        });
}
