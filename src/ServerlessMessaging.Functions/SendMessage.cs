using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessMessaging.Functions.Http;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Serialization;

namespace ServerlessMessaging.Functions;

/// <summary>POST /api/messages: sends one message now.</summary>
public sealed class SendMessage(MessageSender sender, HttpEndpoint endpoint)
{
    [Function(nameof(SendMessage))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "post", Route = "messages")] HttpRequest request)
    {
        var deadline = sender.StartBudget();
        return endpoint.AnswerAsync(request, async body => await sender.SendAsync(body, IdempotencyKey(request), deadline) switch
        {
            Sent sent => new Answer(StatusCodes.Status200OK, ContractWriter.Write(sent.Answer)) { Replayed = sent.Replayed },
            NotSent notSent => endpoint.Problem(notSent.Problem),
            var other => throw new InvalidOperationException($"No answer for {other.GetType().Name}."),
        });
    }

    // Two headers are joined, which makes no valid key: better refused than one of them chosen.
    private static string? IdempotencyKey(HttpRequest request) =>
        request.Headers.TryGetValue("Idempotency-Key", out var values) ? values.ToString() : null;
}
