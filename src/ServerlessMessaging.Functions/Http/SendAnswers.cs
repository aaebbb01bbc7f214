using ServerlessMessaging.Sending;
using ServerlessMessaging.Serialization;

namespace ServerlessMessaging.Functions.Http;

/// <summary>How the outcome of a send is said over HTTP.</summary>
internal static class SendAnswers
{
    /// <summary>The answer to one request.</summary>
    public static IResult Of(SendOutcome outcome, HttpRequest request, HttpEndpoint endpoint) => outcome switch
    {
        Sent sent => new Answer(sent.HttpStatus, ContractWriter.Write(sent.Answer)) { Replayed = sent.Replayed },
        TakenOver takenOver => new Answer(takenOver.HttpStatus, ContractWriter.Write(takenOver.Answer))
        {
            Replayed = takenOver.Replayed,
            Location = $"{request.PathBase}{request.Path.Value?.TrimEnd('/')}/{Uri.EscapeDataString(takenOver.Answer.Id)}",
            PreferenceApplied = Preferences.RespondAsync(request) ? Preferences.RespondAsyncToken : null,
        },
        NotSent notSent => endpoint.Problem(notSent.Problem),
        _ => throw new InvalidOperationException($"No answer for {outcome.GetType().Name}."),
    };
}
