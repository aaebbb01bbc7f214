using ServerlessMessaging.Sending;
using ServerlessMessaging.Serialization;

namespace ServerlessMessaging.Functions;

/// <summary>POST /api/messages/preview: shows what would be sent, and sends nothing.</summary>
public sealed class PreviewMessage(MessagePreview preview, HttpEndpoint endpoint)
{
    [Function(nameof(PreviewMessage))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "post", Route = "messages/preview")] HttpRequest request) =>
        endpoint.AnswerAsync(request, RequestBody.OneRequest, body => Task.FromResult(preview.Show(body) switch
        {
            { Answer: { } answer } => new Answer(StatusCodes.Status200OK, ContractWriter.Write(answer)),
            var outcome => endpoint.Problem(outcome.Problem!),
        }));
}
