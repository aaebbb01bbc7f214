namespace ServerlessMessaging.Contract;

/// <summary>Why a request did not succeed. Carries no secret, message text, payload or email address.</summary>
/// <param name="Code">The documented reason, which also decides the HTTP status.</param>
/// <param name="Detail">What happened this time and what to do about it.</param>
/// <param name="Id">The request's id, once it is known.</param>
/// <param name="RetryAfter">When it is worth trying again; null where it is not.</param>
/// <param name="GenesysStatus">The HTTP status of Genesys' response, if there was one.</param>
/// <param name="GenesysMessage">The message of Genesys, shortened: for the caller, never for logs.</param>
/// <param name="ContextId">Genesys' id of its response, for its support.</param>
/// <param name="GenesysCode">The code of Genesys, such as <c>bad.request</c>.</param>
public sealed record Problem(
    ErrorCode Code,
    string Detail,
    string? Id = null,
    TimeSpan? RetryAfter = null,
    int? GenesysStatus = null,
    string? GenesysMessage = null,
    string? ContextId = null,
    string? GenesysCode = null)
{
    /// <summary>How many single errors a problem names at most.</summary>
    public const int MaxErrors = 100;

    /// <summary>The single errors of an invalid request.</summary>
    public IReadOnlyList<ProblemError> Errors { get; init; } = [];

    /// <summary>The single errors of Genesys' response: for the caller, never for logs.</summary>
    public IReadOnlyList<GenesysErrorDetail> Details { get; init; } = [];

    /// <summary>A problem of one place in the request's body.</summary>
    public static Problem At(string pointer, ErrorCode code, string detail) =>
        new(code, detail) { Errors = [new ProblemError(pointer, code, detail)] };

    /// <summary>A problem that lists every broken rule.</summary>
    public static Problem OfRules(IReadOnlyList<ProblemError> errors) =>
        new(ErrorCodes.RulesBroken, errors.Count switch
        {
            1 => errors[0].Detail,
            >= MaxErrors => $"{MaxErrors} rules or more are broken; errors[] names the first.",
            var count => $"{count} rules are broken; errors[] names each.",
        })
        {
            Errors = errors,
        };
}

/// <summary>One error of a request.</summary>
/// <param name="Pointer">The place as an RFC 6901 JSON pointer into the request's body; empty for the whole.</param>
/// <param name="Code">The code, such as <c>SM1108</c>.</param>
/// <param name="Detail">What is wrong and what to do about it.</param>
public sealed record ProblemError(string Pointer, string Code, string Detail)
{
    internal ProblemError(string pointer, ErrorCode code, string detail)
        : this(pointer, code.Code, detail)
    {
    }
}

/// <summary>One error of Genesys' response, as it came: texts of at most 200 characters, absent where it had none.</summary>
public sealed record GenesysErrorDetail(string? ErrorCode, string? FieldName, string? EntityId, string? EntityName);
