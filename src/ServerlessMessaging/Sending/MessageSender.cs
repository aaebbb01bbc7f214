using System.Text.Json;
using Microsoft.Extensions.Options;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Genesys.Routes;
using ServerlessMessaging.Messages.Problems;
using ServerlessMessaging.Secrets;

namespace ServerlessMessaging.Sending;

/// <summary>A request's way out: read, checked, addressed, rendered, posted.</summary>
public sealed class MessageSender
{
    private readonly RequestIntake _intake;
    private readonly RecipientResolver _recipients;
    private readonly OpenMessagingRoute _route;
    private readonly GenesysApi _api;
    private readonly SendLog _log;
    private readonly SendingOptions _options;
    private readonly TimeProvider _time;

    internal MessageSender(
        RequestIntake intake, RecipientResolver recipients, OpenMessagingRoute route, GenesysApi api, SendLog log, IOptions<SendingOptions> options, TimeProvider time)
    {
        (_intake, _recipients, _route, _api, _log, _options, _time) = (intake, recipients, route, api, log, options.Value, time);
    }

    /// <summary>Starts the time budget of a request, at its receipt.</summary>
    public Deadline StartBudget() => new(_time, _options.HttpBudget);

    /// <summary>Sends a request now.</summary>
    /// <param name="body">The request as UTF-8 JSON.</param>
    /// <param name="idempotencyKey">The header <c>Idempotency-Key</c>, or null.</param>
    /// <param name="deadline">The budget that <see cref="StartBudget"/> began.</param>
    /// <returns>What became of it. A caller who leaves does not end a send that has begun.</returns>
    public async Task<SendOutcome> SendAsync(ReadOnlyMemory<byte> body, string? idempotencyKey, Deadline deadline)
    {
        if (_intake.Accept(body, idempotencyKey, out var request) is { } problem)
        {
            return new NotSent(problem);
        }

        var id = request!.Id!;
        try
        {
            if (await _recipients.FindChannelAsync(request.To, deadline) is not { } channelId)
            {
                _log.RecipientUnknown(id);
                return new NotSent(Problem.At("/to/email", ErrorCodes.NobodyHasEmail, "Nobody in the Genesys organisation has this email address. Check it, or address the user by userId.") with { Id = id });
            }

            var rendered = _route.Render(request.Message, channelId);
            var answer = await _api.CallAsync(HttpMethod.Post, rendered.Path, rendered.Body, repeatable: false, OpenMessagingRoute.Scope, deadline);
            var messageId = MessageId(answer);
            if (messageId is null)
            {
                _log.MessageIdMissing(id);
            }

            _log.Sent(id, request.To.Route, messageId, answer.CorrelationId);
            return new Sent(new SendAnswer(id, "sent", request.To.Route, messageId, rendered.Degradations));
        }
        catch (GenesysException exception)
        {
            _log.Failed(id, exception.Failure);
            return new NotSent(SendProblems.Of(exception.Failure) with { Id = id });
        }
        catch (SecretUnavailableException exception)
        {
            _log.NotSentWithoutSecret(id, exception.SecretName);
            return new NotSent(SendProblems.Of(exception) with { Id = id });
        }
    }

    // The message is accepted whatever the body says; its id is worth having, not worth failing for.
    private static string? MessageId(GenesysAnswer answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            return ErrorBody.Text(document.RootElement, "id");
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
