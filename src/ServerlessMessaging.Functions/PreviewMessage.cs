using ServerlessMessaging.Sending;

namespace ServerlessMessaging.Functions;

/// <summary>POST /api/messages/preview: shows what would be sent, and sends nothing.</summary>
public sealed class PreviewMessage(MessagePreview preview, RequestBody body, HttpResponses responses)
{
    [Function(nameof(PreviewMessage))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "post", Route = "messages/preview")] HttpRequest request) =>
        body.WithJsonAsync(request, RequestBody.MaxRequestBytes, json => Task.FromResult(
            responses.ValueOrProblem(request, preview.Show(json), ResponseJson.Readable.PreviewResponse)));
}
