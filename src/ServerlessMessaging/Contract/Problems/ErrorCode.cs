namespace ServerlessMessaging.Contract.Problems;

/// <summary>A stable, documented reason why something was refused or failed. Its page is docs/errors.md.</summary>
/// <param name="Code"><c>SM</c> and four digits: 1 the request, 2 Genesys, 3 idempotency and time, 4 ourselves.</param>
/// <param name="Status">The HTTP status of a problem that carries this code.</param>
/// <param name="Title">One short sentence, the same for every occurrence.</param>
public sealed record ErrorCode(string Code, int Status, string Title)
{
    /// <inheritdoc/>
    public override string ToString() => Code;
}
