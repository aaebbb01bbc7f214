using ServerlessMessaging.Sending.Records;
using ServerlessMessaging.Serialization;

namespace ServerlessMessaging.Functions;

/// <summary>DELETE /api/messages/{id}: calls off what has not been sent.</summary>
public sealed class CancelMessage(MessageCancellation cancellation, HttpEndpoint endpoint)
{
    [Function(nameof(CancelMessage))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "delete", Route = "messages/{id}")] HttpRequest request, string id) =>
        endpoint.GuardAsync(request, async () => await cancellation.CancelAsync(id) switch
        {
            ({ } answer, _) => new Answer(StatusCodes.Status200OK, ContractWriter.Write(answer)),
            var (_, problem) => endpoint.Problem(problem!),
        });
}
