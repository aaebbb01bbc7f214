namespace ServerlessMessaging.Contract;

/// <summary>A problem in the form of RFC 9457 (<c>application/problem+json</c>). Its type is the section of the code on the page of codes.</summary>
public sealed record ProblemDocument(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    string? Id,
    IReadOnlyList<ProblemError>? Errors,
    int? GenesysStatus,
    string? GenesysCode,
    string? GenesysMessage,
    string? ContextId,
    IReadOnlyList<GenesysErrorDetail>? Details)
{
    /// <summary>The document of a problem; <paramref name="typeBase"/> is the address of the page of codes, without a fragment.</summary>
    public static ProblemDocument From(Problem problem, string typeBase) => new(
        $"{typeBase}#{problem.Code.Code.ToLowerInvariant()}",
        problem.Code.Title,
        problem.Code.Status,
        problem.Detail,
        problem.Code.Code,
        problem.Id,
        problem.Errors.Count == 0 ? null : problem.Errors,
        problem.GenesysStatus,
        problem.GenesysCode,
        problem.GenesysMessage,
        problem.ContextId,
        problem.Details.Count == 0 ? null : problem.Details);
}
