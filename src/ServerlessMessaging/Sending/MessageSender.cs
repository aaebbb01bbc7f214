using Microsoft.Extensions.Options;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Genesys.Routes;
using ServerlessMessaging.Journal;
using ServerlessMessaging.Messages;
using ServerlessMessaging.Messages.Problems;
using ServerlessMessaging.Secrets;

namespace ServerlessMessaging.Sending;

/// <summary>A request's way out: read, checked, addressed, rendered, posted.</summary>
public sealed class MessageSender
{
    private readonly RequestIntake _intake;
    private readonly SendLedger _ledger;
    private readonly RecipientResolver _recipients;
    private readonly MessageRoutes _routes;
    private readonly GenesysApi _api;
    private readonly SendLog _log;
    private readonly SendingOptions _options;
    private readonly JournalOptions _journal;
    private readonly TimeProvider _time;

    internal MessageSender(
        RequestIntake intake,
        SendLedger ledger,
        RecipientResolver recipients,
        MessageRoutes routes,
        GenesysApi api,
        SendLog log,
        IOptions<SendingOptions> options,
        IOptions<JournalOptions> journal,
        TimeProvider time)
    {
        (_intake, _ledger, _recipients, _routes, _api, _log) = (intake, ledger, recipients, routes, api, log);
        (_options, _journal, _time) = (options.Value, journal.Value, time);
    }

    /// <summary>Starts the time budget of a request, at its receipt.</summary>
    public Deadline StartBudget() => new(_time, _options.HttpBudget);

    /// <summary>Sends a request now, unless its record says that this was done.</summary>
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

        var (owned, answer) = await _ledger.OpenAsync(request!, deadline);
        return answer ?? await SendAsync(owned!, request!, deadline);
    }

    private async Task<SendOutcome> SendAsync(JournalEntry owned, SendRequest request, Deadline deadline)
    {
        var id = request.Id!;
        var posting = false;
        try
        {
            if (await _recipients.FindChannelAsync(request.To, deadline) is not { } channelId)
            {
                _log.RecipientUnknown(id);
                return await FailAsync(owned, Problem.At("/to/email", ErrorCodes.NobodyHasEmail, "Nobody in the Genesys organisation has this email address. Check it, or address the user by userId."));
            }

            var route = _routes.For(request.To.Route);
            if (route.Check(request.Message) is { } unfit)
            {
                return await FailAsync(owned, Problem.OfRules([unfit]));
            }

            var rendered = route.Render(request.Message, request.To, channelId);
            posting = true;
            var accepted = await _api.CallAsync(HttpMethod.Post, rendered.Path, rendered.Body, repeatable: false, route.Scope, deadline);
            var result = route.Read(accepted.Body);
            if (result.Failure is { } failure)
            {
                throw new GenesysException(failure);
            }

            var answer = new SendAnswer(id, "sent", request.To.Route, result.MessageId, rendered.Degradations);
            if (answer.MessageId is null)
            {
                _log.MessageIdMissing(id);
            }

            _log.Sent(id, answer.Route, answer.MessageId, accepted.CorrelationId);
            await _ledger.CloseAsync(owned, channelId, answer);
            return new Sent(answer);
        }
        catch (GenesysException exception)
        {
            _log.Failed(id, exception.Failure);
            return await FailAsync(owned, SendProblems.Of(exception.Failure));
        }
        catch (SecretUnavailableException exception)
        {
            _log.NotSentWithoutSecret(id, exception.SecretName);
            return await FailAsync(owned, SendProblems.Of(exception));
        }
        catch (Exception exception)
        {
            // The record must not stay owned, whatever happened.
            _log.Unexpected(id, exception);
            return await FailAsync(owned, posting
                ? new(ErrorCodes.OutcomeUnknown, "Something unforeseen happened while the message was being sent, so it may have been sent or not. Look at the conversation before you send it again.")
                : new(ErrorCodes.Unexpected, "Something unforeseen happened before the message was sent. Try again; if it lasts, look at the application's log for event 4011."));
        }
    }

    private async Task<NotSent> FailAsync(JournalEntry owned, Problem problem)
    {
        await _ledger.CloseAsync(owned, problem, park: _journal.OnUnknownOutcome == UnknownOutcomePolicy.Park);
        return new NotSent(problem with { Id = owned.Record.Id });
    }
}
