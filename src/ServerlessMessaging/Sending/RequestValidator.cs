using ServerlessMessaging.Contract.Rules;
using ServerlessMessaging.Genesys.Routes;

namespace ServerlessMessaging.Sending;

/// <summary>Reads a valid request from a body, or reports its errors.</summary>
public sealed partial class RequestValidator(IOptions<MessageLimitsOptions> limits, IReadOnlyDictionary<SendRoute, IMessageRoute> routes, TimeProvider time, ILogger<RequestValidator> logger)
{
    /// <summary>Reads and checks a request that came over HTTP and gives it an id if it has none.</summary>
    /// <param name="body">UTF-8 JSON.</param>
    /// <param name="idempotencyKey">The header <c>Idempotency-Key</c>, or null.</param>
    /// <param name="request">The request with its id, if the result is null.</param>
    public Problem? Validate(ReadOnlyMemory<byte> body, string? idempotencyKey, out SendRequest? request)
    {
        if (RequestReader.Read(body, out request) is { } malformed)
        {
            return Malformed(malformed);
        }

        if (CheckKey(idempotencyKey, request!, out var key) is { } mismatch)
        {
            Log.KeyRefused(logger);
            return mismatch;
        }

        request = request! with { Id = request.Id ?? key };
        if (Check(request, time.GetUtcNow()) is { } broken)
        {
            return broken;
        }

        // Version 7, so that ids sort by time.
        request = request with { Id = request.Id ?? Guid.CreateVersion7(time.GetUtcNow()).ToString() };
        return null;
    }

    /// <summary>Reads and checks a request from the callers' queue and gives it an id if it has none.</summary>
    /// <param name="body">UTF-8 JSON: a request, or a CloudEvent whose data is one.</param>
    /// <param name="acceptedAt">When it was put onto the queue; times are measured from there.</param>
    /// <param name="id">The id of a request that has none.</param>
    /// <param name="request">The request with its id, if the result is null.</param>
    public Problem? ValidateQueued(ReadOnlyMemory<byte> body, DateTimeOffset acceptedAt, string id, out SendRequest? request)
    {
        if (QueuedRequestReader.Read(body, out request, out var eventId) is { } malformed)
        {
            return Malformed(malformed) with { Id = QueuedRequestId.Find(body) ?? id };
        }

        request = request! with { Id = request.Id ?? eventId ?? id };
        return Check(request, acceptedAt) is { } broken ? broken with { Id = broken.Id ?? eventId ?? id } : null;
    }

    /// <summary>Reads and checks a request that was accepted before: the rules of its times no longer apply.</summary>
    /// <param name="body">UTF-8 JSON, as it was received, or as the application wrote it.</param>
    /// <param name="id">The id that it was given.</param>
    /// <param name="request">The request with its id, if the result is null.</param>
    public Problem? Revalidate(ReadOnlyMemory<byte> body, string id, out SendRequest? request)
    {
        if (QueuedRequestReader.Read(body, out request, out _) is { } malformed)
        {
            return Malformed(malformed) with { Id = id };
        }

        request = request! with { Id = id };
        return Check(request with { SendAt = null, ExpiresAt = null }, time.GetUtcNow());
    }

    /// <summary>Every rule that a request breaks.</summary>
    /// <param name="acceptedAt">The moment that times are measured from.</param>
    public IReadOnlyList<ProblemError> BrokenRules(SendRequest request, DateTimeOffset acceptedAt)
    {
        var broken = RequestRules.Check(request, limits.Value, acceptedAt);
        return broken.Count == 0 && routes[request.To.Route].Check(request.Message) is { } beyond ? [beyond] : broken;
    }

    private Problem Malformed(Problem malformed)
    {
        Log.Malformed(logger, malformed.Code.Code);
        return malformed;
    }

    private Problem? Check(SendRequest request, DateTimeOffset acceptedAt)
    {
        var errors = BrokenRules(request, acceptedAt);
        if (errors.Count == 0)
        {
            return null;
        }

        // An id that breaks the rules itself cannot be repeated.
        var id = request.Id is { } given && RequestId.IsValid(given) ? given : null;
        Log.RulesBroken(logger, id, string.Join(", ", errors.Select(error => error.Code).Distinct()));
        return Problem.OfRules(errors) with { Id = id };
    }

    private static Problem? CheckKey(string? header, SendRequest request, out string? key)
    {
        key = header is null ? null : RequestId.FromHeader(header);
        if (header is not null && key is null)
        {
            return new(ErrorCodes.IdempotencyKeyInvalid, $"The header Idempotency-Key is an id, bare or in quotes: {RequestId.Description}.");
        }

        return key is not null && request.Id is { } id && id != key
            ? Problem.At("/id", ErrorCodes.IdempotencyKeyInvalid, "The header Idempotency-Key and the member id name two different ids. Send one of them, or the same in both.")
            : null;
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.RequestMalformed, LogLevel.Information, "Request refused: it is malformed ({Code})")]
        public static partial void Malformed(ILogger logger, string code);

        [LoggerMessage(EventIds.IdempotencyKeyRefused, LogLevel.Information, "Request refused: its header Idempotency-Key is invalid")]
        public static partial void KeyRefused(ILogger logger);

        [LoggerMessage(EventIds.RequestInvalid, LogLevel.Information, "Request {Id} refused: it breaks rules ({Codes})")]
        public static partial void RulesBroken(ILogger logger, string? id, string codes);
    }
}
