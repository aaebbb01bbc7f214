namespace ServerlessMessaging.Contract.Problems;

/// <summary>Why a request got no success answer. Carries no secret, message text, payload or email address.</summary>
/// <param name="Code">The documented reason, which also decides the HTTP status.</param>
/// <param name="Detail">What happened this time and what to do about it.</param>
public sealed record Problem(ErrorCode Code, string Detail)
{
    /// <summary>How many single errors a problem names at most.</summary>
    public const int MostErrors = 100;

    /// <summary>The single things that are wrong, for problems of the request itself.</summary>
    public IReadOnlyList<ProblemError> Errors { get; init; } = [];

    /// <summary>The request's id, once it is known.</summary>
    public string? Id { get; init; }

    /// <summary>When it is worth trying again; null where it is not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The HTTP status that Genesys answered, if it did.</summary>
    public int? GenesysStatus { get; init; }

    /// <summary>What Genesys said, shortened: for the caller, never for logs.</summary>
    public string? GenesysMessage { get; init; }

    /// <summary>Genesys' own id of its answer, which its support asks for.</summary>
    public string? ContextId { get; init; }

    /// <summary>A problem of one place in the request's body.</summary>
    public static Problem At(string pointer, ErrorCode code, string detail) =>
        new(code, detail) { Errors = [new ProblemError(pointer, code, detail)] };

    /// <summary>A problem that lists every broken rule.</summary>
    public static Problem OfRules(IReadOnlyList<ProblemError> errors) =>
        new(ErrorCodes.RulesBroken, errors.Count switch
        {
            1 => errors[0].Detail,
            >= MostErrors => $"{MostErrors} rules or more are broken; errors[] names the first.",
            var count => $"{count} rules are broken; errors[] names each.",
        })
        {
            Errors = errors,
        };
}
