using ServerlessMessaging.Sending;

namespace ServerlessMessaging.Functions;

/// <summary>POST /api/messages/preview: shows what a request would send, and sends nothing.</summary>
public sealed class PreviewMessage(MessagePreview preview, HttpRequests requests, HttpResponses responses)
{
    [Function(nameof(PreviewMessage))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "post", Route = "messages/preview")] HttpRequest request) =>
        requests.WithJsonAsync(request, HttpRequests.MaxRequestBytes, json => Task.FromResult(
            responses.ValueOrProblem(request, preview.Show(json), ResponseJson.Readable.PreviewResponse)));
}
