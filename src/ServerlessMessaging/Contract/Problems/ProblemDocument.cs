namespace ServerlessMessaging.Contract.Problems;

/// <summary>A problem as RFC 9457 writes it (<c>application/problem+json</c>).</summary>
/// <param name="Type">The page that explains the code.</param>
/// <param name="Title">The code's sentence.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What happened this time and what to do about it.</param>
/// <param name="Code">The code, such as <c>SM1108</c>.</param>
public sealed record ProblemDocument(string Type, string Title, int Status, string Detail, string Code)
{
    /// <summary>The request's id.</summary>
    public string? Id { get; init; }

    /// <summary>The single things that are wrong.</summary>
    public IReadOnlyList<ProblemError>? Errors { get; init; }

    /// <summary>The HTTP status that Genesys answered.</summary>
    public int? GenesysStatus { get; init; }

    /// <summary>What Genesys said, shortened.</summary>
    public string? GenesysMessage { get; init; }

    /// <summary>Genesys' own id of its answer.</summary>
    public string? ContextId { get; init; }

    /// <summary>Writes a problem down.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="typeBase">The address of the page of codes, without a fragment.</param>
    public static ProblemDocument Of(Problem problem, string typeBase) => new(
        $"{typeBase}#{problem.Code.Code.ToLowerInvariant()}", problem.Code.Title, problem.Code.Status, problem.Detail, problem.Code.Code)
    {
        Id = problem.Id,
        Errors = problem.Errors.Count == 0 ? null : problem.Errors,
        GenesysStatus = problem.GenesysStatus,
        GenesysMessage = problem.GenesysMessage,
        ContextId = problem.ContextId,
    };
}
