using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServerlessMessaging.Logging;
using ServerlessMessaging.Messages;
using ServerlessMessaging.Messages.Problems;
using ServerlessMessaging.Messages.Reading;
using ServerlessMessaging.Messages.Rules;

namespace ServerlessMessaging.Sending;

/// <summary>Turns a body into a request that may be sent, or says everything that is wrong with it.</summary>
internal sealed partial class RequestIntake(IOptions<MessageLimitsOptions> limits, TimeProvider time, ILogger<RequestIntake> logger)
{
    /// <summary>Reads and checks a request and gives it an id if it has none.</summary>
    /// <param name="body">UTF-8 JSON.</param>
    /// <param name="idempotencyKey">The header <c>Idempotency-Key</c>, or null.</param>
    /// <param name="request">The request with its id, if the result is null.</param>
    public Problem? Accept(ReadOnlyMemory<byte> body, string? idempotencyKey, out SendRequest? request)
    {
        if (RequestReader.Read(body, out request) is { } malformed)
        {
            Log.Malformed(logger, malformed.Code.Code);
            return malformed;
        }

        if (CheckKey(idempotencyKey, request!, out var key) is { } mismatch)
        {
            Log.KeyRefused(logger);
            return mismatch;
        }

        var errors = BrokenRules(request!);
        if (errors.Count > 0)
        {
            var id = request!.Id is { } given && RequestId.IsValid(given) ? given : key;
            Log.RulesBroken(logger, id, string.Join(", ", errors.Select(error => error.Code).Distinct()));
            return Problem.OfRules(errors) with { Id = id };
        }

        request = request! with { Id = request.Id ?? key ?? RequestId.Create(time) };
        return null;
    }

    /// <summary>Every rule that a request breaks.</summary>
    public IReadOnlyList<ProblemError> BrokenRules(SendRequest request)
    {
        var now = time.GetUtcNow();
        return [.. RequestRules.Check(request, limits.Value, now), .. NotServed(request, now)];
    }

    // What would be sent otherwise than asked is refused, not ignored.
    private static IEnumerable<ProblemError> NotServed(SendRequest request, DateTimeOffset now)
    {
        if (request.To.Given is [var only] && request.To.Route != SendRoute.OpenMessaging)
        {
            yield return new($"/to/{only}", ErrorCodes.RouteNotServed, "This version sends to email, userId and channelId.");
        }

        if (request.SendAt > now)
        {
            yield return new("/sendAt", ErrorCodes.SchedulingNotServed, "Leave sendAt out and send the request when it is due.");
        }
    }

    private static Problem? CheckKey(string? header, SendRequest request, out string? key)
    {
        key = null;
        if (header is null)
        {
            return null;
        }

        key = RequestId.FromHeader(header);
        if (key is null)
        {
            return new(ErrorCodes.IdempotencyKeyInvalid, $"The header Idempotency-Key holds an id, bare or in quotes: {RequestId.Description}.");
        }

        return request.Id is { } id && id != key
            ? Problem.At("/id", ErrorCodes.IdempotencyKeyInvalid, "The header Idempotency-Key and the member id name two different ids. Send one of them, or the same in both.")
            : null;
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.RequestMalformed, LogLevel.Information, "A request is malformed: {Code}")]
        public static partial void Malformed(ILogger logger, string code);

        [LoggerMessage(EventIds.IdempotencyKeyRefused, LogLevel.Information, "A request's Idempotency-Key cannot be used")]
        public static partial void KeyRefused(ILogger logger);

        [LoggerMessage(EventIds.RulesBroken, LogLevel.Information, "Request {Id} breaks rules: {Codes}")]
        public static partial void RulesBroken(ILogger logger, string? id, string codes);
    }
}
